export const ShipmentList = () => null;
