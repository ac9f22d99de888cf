/** Orders, how they are paid, and what happens to them. */
import type {Address} from './address.ts';
import type {GiftCode, OrderId, ProductId, TrackingCode, UserId} from './ids.ts';
import type {Money} from './money.ts';

export type Payment =
  | {method: 'card'; network: 'visa' | 'mastercard'; last4: string}
  | {method: 'transfer'; iban: string; dueAt: Date}
  | {method: 'gift'; code: GiftCode; balance: Money};

export type OrderState =
  | {status: 'placed'}
  | {status: 'paid'; paidAt: Date}
  | {status: 'shipped'; shippedAt: Date; trackingCode: TrackingCode}
  | {status: 'cancelled'; reason: string | null};

export interface OrderLine {
  product: ProductId;
  quantity: number;
  unitPrice: Money;
}

export interface Order {
  readonly id: OrderId;
  customer: UserId;
  lines: readonly OrderLine[];
  shipTo: Address;
  payment: Payment;
  state: OrderState;
  total: Money;
  placedAt: Date;
  note?: string;
}

export interface NewOrder extends Pick<Order, 'shipTo' | 'payment' | 'note'> {
  lines: ReadonlyArray<Omit<OrderLine, 'unitPrice'>>;
}

export type OrderSummary = Pick<Order, 'id' | 'state' | 'total'>;

export type OrderEvent =
  | {type: 'placed'; at: Date; total: bigint}
  | {type: 'paid'; at: Date; method: Payment['method']}
  | {type: 'shipped'; at: Date; trackingCode: TrackingCode}
  | {type: 'cancelled'; at: Date; reason?: string};

/** What a refused order lacks: the pieces left, product by product. */
export type Shortage = Record<string, number>;
