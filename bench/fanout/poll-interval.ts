/** Ms between two looks of a worker at what the publisher has appended. */
export const POLL_INTERVAL = 5
