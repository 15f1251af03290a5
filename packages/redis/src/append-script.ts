import { STATE } from './state-script.ts'

/**
 * Does several appends in one step. KEYS from 3 on: if an append has one, idempotency keys, the newer and the older ones;
 * then the nonces of calls, likewise, if a call may come twice. ARGV from 3 on: channel to wake, entries kept at most, '1'
 * if a call may come twice, ms that a key is kept, how many are kept; then each append: its key or '', the number of its
 * entries, and label and data of each.
 *
 * Answers `{'appended', 'epoch'}` with three words more in the text for each append, which are first seq, count and tag,
 * or 'x' thrice if the log has ended; or `{'refused', command}`, or `{'damaged'}`.
 */
export const APPEND: string = `${STATE}
local nonce, WAKE, MAX_ENTRIES, MAY_COME_TWICE = ARGV[1], ARGV[3], tonumber(ARGV[4]), ARGV[5] == '1'
local HAS_KEYS = #KEYS == (MAY_COME_TWICE and 6 or 4)
local RECENT, OLDER, SENT, SENT_OLDER = KEYS[3], KEYS[4], KEYS[#KEYS - 1], KEYS[#KEYS]

-- What was answered in this life of the log: the text without its epoch.
local function remembered(recent, older, key)
  local text = redis.call('HGET', recent, key) or redis.call('HGET', older, key)
  if text and string.sub(text, 1, 16) == log.epoch then return string.sub(text, 18) end
end
-- Two hashes that take turns: of the older one all is forgotten at once, and neither outlives twice the time.
local function remember(recent, older, ttl, most, pairs)
  local left = redis.call('PTTL', recent)
  if left >= 0 and (left < ttl or redis.call('HLEN', recent) >= most) then
    redis.call('RENAME', recent, older)
    left = -2
  end
  redis.call('HSET', recent, unpack(pairs))
  if left < 0 then redis.call('PEXPIRE', recent, text(2 * ttl)) end
end
-- A script that is refused its second write has done the first: whatever may be refused is asked for before.
local may = redis.acl_check_cmd
local function refused()
  return not may('HSET', META, 'n', '') and 'HSET' or not may('XADD', ENTRIES, '1-0', 'd', '') and 'XADD'
    or not may('XTRIM', ENTRIES, 'MINID', '1') and 'XTRIM' or not may('PUBLISH', WAKE, '') and 'PUBLISH'
end
local function refusedToRemember(recent, older, isDue)
  if not may('HSET', recent, 'k', '') then return 'HSET' end
  return isDue and (not (may('PTTL', recent) and may('HLEN', recent)) and 'PTTL and HLEN'
    or not may('PEXPIRE', recent, '1') and 'PEXPIRE' or not may('RENAME', recent, older) and 'RENAME')
end

-- Who writes numbers its calls: what comes after its newest one has not come before.
local function writerOf(call) return string.sub(call, 1, 13) end
local function isAfter(call, other) return tonumber(string.sub(call, 14)) > tonumber(string.sub(other, 14)) end
local newest, calls = nonce, {nonce, ''}
if MAY_COME_TWICE and log.call then
  local own = writerOf(log.call) == writerOf(nonce) and log.call
  if not own or not isAfter(nonce, own) then
    local answer = remembered(SENT, SENT_OLDER, nonce)
    if answer then return {'appended', log.epoch .. ' ' .. answer} end
    if not own then
      own = remembered(SENT, SENT_OLDER, writerOf(nonce))
      calls[3], calls[4] = writerOf(log.call), log.epoch .. ' ' .. log.call
    end
    if own and isAfter(own, nonce) then newest = own end
  end
end
local answers, fresh, byKey, last, place = {}, {}, {}, log.head, 8
while place <= #ARGV do
  local key, count = ARGV[place], tonumber(ARGV[place + 1])
  if #key > 64 then key = redis.sha1hex(key) end
  local answer = key ~= '' and remembered(RECENT, OLDER, key)
  if answer then
    answers[#answers + 1] = answer
  elseif log.ended then
    answers[#answers + 1] = 'x x x'
  elseif byKey[key] then
    answers[#answers + 1] = byKey[key]
  else
    local append = {key = key, first = last + 1, count = count, place = place + 2}
    fresh[#fresh + 1], answers[#answers + 1] = append, append
    if key ~= '' then byKey[key] = append end
    last = last + count
  end
  place = place + 2 + 2 * count
end

-- Whether it is time to look how many calls are remembered, and for how long.
local isDue = MAY_COME_TWICE and math.abs(now - log.looked) > 1000
if #fresh > 0 then
  local command = refused() or HAS_KEYS and refusedToRemember(RECENT, OLDER, true)
    or MAY_COME_TWICE and refusedToRemember(SENT, SENT_OLDER, isDue)
  if command then return {'refused', command} end
end
local tag = log.tag
if last > log.head then
  local before, count, format = log.tag, last - log.head, string.format
  tag = string.sub(redis.sha1hex(log.epoch .. before .. ' ' .. text(last) .. ' ' .. nonce), 1, 12)
  local head, largest, label, heading = tag .. ' ' .. text(now) .. ' ', log.largest, nil, nil
  -- Of the first nothing is written yet, and after the first the others can be added too.
  local add = redis.pcall
  for _, append in ipairs(fresh) do
    local place = append.place
    for seq = append.first, append.first + append.count - 1 do
      if ARGV[place] ~= label then
        label = ARGV[place]
        heading = head .. label
      end
      local data = ARGV[place + 1]
      if #label + #data > largest then largest = #label + #data end
      local added = add('XADD', ENTRIES, format('%.0f-0', seq), 'h', heading, 'd', data)
      if add == redis.pcall then
        if type(added) == 'table' then
          return string.find(added.err, 'equal or smaller', 1, true) and {'damaged'} or added
        end
        add = redis.call
      end
      place = place + 2
    end
  end
  if largest > log.largest then redis.call('HSET', META, 'b', text(largest)) end
  if isDue then redis.call('HSET', META, 's', text(now)) end
  if MAY_COME_TWICE then redis.call('HSET', META, 'n', text(last), 'g', tag, 'c', newest)
  else redis.call('HSET', META, 'n', text(last), 'g', tag) end
  -- Told once it is there: a Redis that takes no writes takes messages. What is small comes along, so that nobody has to ask.
  local message = text(last)
  if count <= math.min(MAX_ENTRIES, 16) then
    -- A label is JSON already.
    local texts, bytes = {'["' .. log.epoch .. '"', text(log.head), '"' .. before .. '"', '"' .. tag .. '"', text(now)}, 0
    for _, append in ipairs(fresh) do
      for place = append.place, append.place + 2 * append.count - 1, 2 do
        bytes = bytes + #ARGV[place] + #ARGV[place + 1]
        if bytes > 8192 then break end
        texts[#texts + 1] = ARGV[place]
        texts[#texts + 1] = cjson.encode(ARGV[place + 1])
      end
    end
    if bytes <= 8192 then message = table.concat(texts, ',') .. ']' end
  end
  redis.call('PUBLISH', WAKE, message)
  log.head, log.tag = last, tag
  local floor = math.max(log.floor, last - MAX_ENTRIES)
  if MAX_AGE > 0 then floor = expired(floor) end
  if floor > log.floor then
    size = redis.call('XLEN', ENTRIES)
    setFloor(floor)
    -- The entry at the floor stays, for its tag. Whole nodes of the stream go cheaply; all goes if nodes are large.
    redis.call('XTRIM', ENTRIES, 'MINID', '~', id(floor))
    if size - (last - floor) > 1024 then redis.call('XTRIM', ENTRIES, 'MINID', id(floor)) end
  end
end

local news = {}
for _, append in ipairs(fresh) do
  append.answer = text(append.first) .. ' ' .. text(append.count) .. ' ' .. tag
  if append.key ~= '' then
    news[#news + 1] = append.key
    news[#news + 1] = log.epoch .. ' ' .. append.answer
  end
end
for index, answer in ipairs(answers) do
  if type(answer) == 'table' then answers[index] = answer.answer end
end
local answer = log.epoch .. ' ' .. table.concat(answers, ' ')
if #news > 0 then remember(RECENT, OLDER, tonumber(ARGV[6]), tonumber(ARGV[7]), news) end
if MAY_COME_TWICE and #fresh > 0 then
  calls[2] = answer
  if isDue then remember(SENT, SENT_OLDER, 60000, 1000, calls) else redis.call('HSET', SENT, unpack(calls)) end
end
return {'appended', answer}
`
