import type { ShipmentTab } from '../model/route';
import { DetailHead } from './AlertDetail';
export const ShipmentDetail = ({ id }: { id: string; tab: ShipmentTab }) => <DetailHead title={id} />;
