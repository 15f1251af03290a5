import { measure } from 'mitata'

/** How much of the work a subject has the time for. */
export interface Share {
  /** 1 is all of it. */
  readonly share: number
  /** Nanoseconds that one run of that share takes. */
  readonly time: number
  /** Whether even the smallest share takes too long to be run again and again. */
  readonly tooLong: boolean
}

const SHARES = [1, 1 / 4, 1 / 16, 1 / 64] as const
const SMALLEST = 1 / 64
/** Nanoseconds that a run may take. */
const RUN_BUDGET = 60e6
/** Nanoseconds to find out, at least. */
const TRIAL_TIME = 30e6
/** Nanoseconds that a run of the smallest share may take. */
const SMALLEST_BUDGET = 150e6

/**
 * Finds the largest share of the work whose run takes at most 60 ms, or else the smallest.
 *
 * @param prepare Answers a run of that share. What it does itself is not counted.
 */
export async function fittingShare(prepare: (share: number) => () => unknown): Promise<Share> {
  const smallest = await time(prepare(SMALLEST))
  const likely = (share: number): number => (smallest / SMALLEST) * share
  const share = SHARES.find((share) => likely(share) < RUN_BUDGET) ?? SMALLEST
  return { share, time: likely(share), tooLong: smallest > SMALLEST_BUDGET }
}

/** Nanoseconds of a run that is warm, unless one run is so long that a second would say nothing more. */
async function time(run: () => unknown): Promise<number> {
  const { min } = await measure(() => run(), {
    min_cpu_time: TRIAL_TIME,
    min_samples: 1,
    batch_threshold: -1,
    warmup_threshold: -1,
    samples_threshold: Number.MAX_VALUE,
    gc: false,
  })
  return min
}
