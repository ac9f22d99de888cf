/** Ids carry their kind, so that one kind can never stand for another. */

export type UserId = `usr_${string}`;
export type ProductId = `prd_${string}`;
export type OrderId = `ord_${number}`;
export type TrackingCode = `${'DHL' | 'UPS'}-${number}`;
export type GiftCode = `GIFT-${string}`;
