/** Money is counted in cents and as bigint: sums stay exact. */

export enum Currency {
  EUR = 'EUR',
  USD = 'USD',
}

export interface Money {
  currency: Currency;
  cents: bigint;
}
