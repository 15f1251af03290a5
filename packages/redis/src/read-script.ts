import { STATE } from './state-script.ts'

/**
 * Judges a position and gives what follows it, in one step. ARGV from 3 on: epoch ('' to ask for none), seq and tag of the
 * position; entries and bytes of data at most.
 *
 * Answers `{verdict, epoch, floor seq, its tag, head seq, its tag, '1' if ended, from seq, its tag, entries,
 * bytes of the largest entry}`.
 */
export const READ: string = `${STATE}
local asked, seq, tag, LIMIT, MAX_BYTES = ARGV[3], tonumber(ARGV[4]), ARGV[5], tonumber(ARGV[6]), tonumber(ARGV[7])
-- A Redis that is full or a replica takes no notes. To read it does not need them: the next read finds the same.
local function noteFloor(floor)
  log.floor = floor
  redis.pcall('HSET', META, 'f', text(floor))
end
if MAX_AGE > 0 then
  local floor = expired(log.floor)
  if floor > log.floor then noteFloor(floor) end
end

-- The mark of the first entry that is there from a seq on.
local function anchor(from)
  local entry = redis.call('XRANGE', ENTRIES, id(from), '+', 'COUNT', 1)[1]
  if not entry then return log.head, log.tag end
  return seqOf(entry), tagOf(entry)
end
local floorTag = '0'
if log.head > 0 then
  local first, firstTag = anchor(log.floor)
  if log.floor > 0 or first > 1 then floorTag = firstTag end
  -- Somebody else has trimmed the stream.
  if first > math.max(log.floor, 1) then noteFloor(first) end
end

local function answer(verdict, from, fromTag, entries)
  return {
    verdict, log.epoch, text(log.floor), floorTag, text(log.head), log.tag, log.ended and '1' or '0',
    text(from), fromTag, entries or {}, text(log.largest)
  }
end
if asked == '' then return answer('none', log.head, log.tag) end
if asked ~= log.epoch then return answer('epoch-changed', log.floor, floorTag) end
if seq > log.head then return answer('ahead-of-head', log.head, log.tag) end
if seq < log.floor then return answer('trimmed', log.floor, floorTag) end
local at, own = seq, floorTag
if seq > log.floor then at, own = anchor(seq) end
if at ~= seq then return answer('trimmed', at, own) end
-- What the position was of is gone, and other entries have its place: what is after that place nobody has seen.
if own ~= tag then return answer('forked', seq, own) end

local entries, bytes, nextSeq, step = {}, 0, seq + 1, 16
while #entries < LIMIT and nextSeq <= log.head and bytes < MAX_BYTES do
  local some = redis.call('XRANGE', ENTRIES, id(nextSeq), '+', 'COUNT', math.min(step, LIMIT - #entries))
  local before = nextSeq
  for _, entry in ipairs(some) do
    if entry[1] ~= id(nextSeq) then break end
    bytes = bytes + #entry[2][4]
    if bytes > MAX_BYTES and #entries > 0 then break end
    entries[#entries + 1] = entry
    nextSeq = nextSeq + 1
  end
  if nextSeq == before then break end
  step = math.max(1, math.min(512, math.floor((MAX_BYTES - bytes) * #entries / (bytes + 1))))
end
-- Somebody else has deleted what should follow.
if LIMIT > 0 and #entries == 0 and nextSeq <= log.head then
  local from, fromTag = anchor(nextSeq)
  return answer('trimmed', from, fromTag)
end
return answer('complete', seq, own, entries)
`
