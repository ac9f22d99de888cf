/** What is validated and written: the public runtime-type-benchmarks' data, and an order of the shop as its JSON is. */
import {runType} from '@mionkit/run-types';

export interface Sample {
  number: number;
  negNumber: number;
  maxNumber: number;
  string: string;
  longString: string;
  boolean: boolean;
  deeplyNested: {foo: string; num: number; bool: boolean};
}

interface Money {
  currency: 'EUR' | 'USD';
  cents: number;
}

export interface Order {
  id: string;
  customer: string;
  lines: {product: string; quantity: number; unitPrice: Money}[];
  shipTo: {street: string; city: string; zip?: string; country: 'DE' | 'ES' | 'US'};
  payment:
    | {method: 'card'; network: 'visa' | 'mastercard'; last4: string}
    | {method: 'transfer'; iban: string; dueAt: string}
    | {method: 'gift'; code: string; balance: Money};
  total: Money;
  placedAt: string;
  note?: string;
}

export const types = {sample: runType<Sample>(), order: runType<Order>()};
