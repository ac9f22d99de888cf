/** The shop's own time: it starts at one fixed moment and moves with each event, so that every run tells the same story. */

const OPENING = Date.UTC(2026, 0, 5, 9);
const MINUTE = 60_000;

let minutes = 0;

/** The time now, one minute after the last time that somebody asked. */
export const tick = (): Date => new Date(OPENING + MINUTE * minutes++);
