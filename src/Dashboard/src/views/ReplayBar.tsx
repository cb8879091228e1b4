export const ReplayBar = () => null;
