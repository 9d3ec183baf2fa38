-- The queue of waiting calls of all processes, each command in one step.
-- KEYS: used, meters, queue, polled, pauses, starts, count, lanes
-- ARGV: now ("" for Redis's own clock), the command, its arguments as JSON
--
-- An entry of the queue is the JSON text [name, lane, priority, budget, requests, input, output]. In
-- `queue` entries are sorted by priority and arrival, in `polled` by when they were last asked about.
local used, meters, queue, polled, pauses, starts, count, lanes = unpack(KEYS)
local now = tonumber(ARGV[1])
if not now then
  local t = redis.call('TIME')
  now = t[1] + t[2] / 1e6
end
local command = ARGV[2]
local args = cjson.decode(ARGV[3])
local KEPT = 7200000       -- milliseconds after which what nobody uses is gone
local TOLERANCE = 1e-6     -- seconds
local KINDS = {'requests', 'input', 'output'}
local PER_PRIORITY = 2 ^ 40
local STEP = 16            -- entries read from the queue at a time
local SEP = '\31'

local known = {}           -- meters learned from the account, as {per, burst, per minute}
local flat = redis.call('HGETALL', meters)
for i = 1, #flat, 2 do known[flat[i]] = cjson.decode(flat[i + 1]) end
local times = {}           -- of each meter: when all used of it will have come back
flat = redis.call('HGETALL', used)
for i = 1, #flat, 2 do times[flat[i]] = tonumber(flat[i + 1]) end
local paused = {}          -- of each budget: until when
flat = redis.call('HGETALL', pauses)
for i = 1, #flat, 2 do paused[flat[i]] = tonumber(flat[i + 1]) end

local function parse(entry)
  local it = cjson.decode(entry)
  return {name = it[1], lane = it[2], priority = it[3], budget = it[4],
          requests = it[5], input = it[6], output = it[7]}
end

local function meters_of(call)
  local found = {}
  for _, kind in ipairs(KINDS) do
    local key = call.budget .. SEP .. kind
    if known[key] then found[#found + 1] = {key, kind, known[key]} end
  end
  local own = args.rates[call.lane]
  if #found == 0 and own then found[1] = {call.lane .. SEP .. 'requests', 'requests', own} end
  return found
end

-- When a call may start; charges `into` for it. The method is GCRA, as in limits.admit().
local function book(call, into)
  local at = math.max(now, paused[call.budget] or 0)
  local charges = meters_of(call)
  for _, one in ipairs(charges) do
    local per, burst = one[3][1], one[3][2]
    one[4] = math.min(call[one[2]], burst) * per
    at = math.max(at, (into[one[1]] or -math.huge) + one[4] - burst * per)
  end
  for _, one in ipairs(charges) do
    into[one[1]] = math.max(into[one[1]] or -math.huge, at) + one[4]
  end
  return at, charges
end

local function keep(key)
  redis.call('HSET', used, key, string.format('%.6f', times[key]))
  redis.call('PEXPIRE', used, KEPT)
end

local function copy()
  local all = {}
  for key, value in pairs(times) do all[key] = value end
  return all
end

local function join(entry)
  local call = parse(entry)
  local number = redis.call('INCR', count)
  redis.call('ZADD', queue, call.priority * PER_PRIORITY + number, entry)
  redis.call('ZADD', polled, now, entry)
  redis.call('HSET', lanes, call.lane, call.budget)  -- the budget it used last
  for _, key in ipairs({queue, polled, count, lanes}) do redis.call('PEXPIRE', key, KEPT) end
end

local function leave(entry)
  redis.call('ZREM', queue, entry)
  redis.call('ZREM', polled, entry)
end

-- Each waiting call in order with its entry, until `visit` returns true.
local function walk(visit)
  local from = 0
  repeat
    local entries = redis.call('ZRANGE', queue, from, from + STEP - 1)
    for _, entry in ipairs(entries) do
      if visit(parse(entry), entry) then return end
    end
    from = from + STEP
  until #entries < STEP
end

local function forget_dead()
  for _, entry in ipairs(redis.call('ZRANGEBYSCORE', polled, '-inf', now - args.patience)) do
    leave(entry)
  end
end

local function start(call, entry)
  local _, charges = book(call, times)
  local charged = {}
  for _, one in ipairs(charges) do
    keep(one[1])
    charged[#charged + 1] = {one[1], one[2], one[3][1]}
  end
  leave(entry)
  redis.call('ZREMRANGEBYSCORE', starts, 0, now - 60)
  redis.call('ZADD', starts, now, call.lane .. SEP .. call.budget .. SEP .. call.name)
  redis.call('PEXPIRE', starts, KEPT)
  return charged
end

local commands = {}

function commands.join()
  join(args.entry)
end

-- The wait of each of these calls by its name, and what those that start were charged for. Reads the
-- queue no further than to the last of them.
function commands.remaining()
  local asked, left = {}, #args.entries
  for _, entry in ipairs(args.entries) do
    asked[entry] = true
    if redis.call('ZSCORE', queue, entry) then redis.call('ZADD', polled, now, entry)
    else join(entry) end
  end
  forget_dead()
  local ahead, waits, charges, starting = copy(), {}, {}, {}
  walk(function(call, entry)
    local wait = book(call, ahead) - now
    if not asked[entry] then return false end
    if wait <= TOLERANCE then
      wait = 0
      starting[#starting + 1] = {call, entry}
    end
    waits[call.name] = string.format('%.6f', wait)
    left = left - 1
    return left == 0
  end)
  for _, one in ipairs(starting) do charges[one[1].name] = start(one[1], one[2]) end
  local learned = {}
  for key in pairs(known) do learned[#learned + 1] = string.match(key, '^(.-)' .. SEP) end
  return {waits = waits, charges = charges, learned = learned}
end

function commands.leave()
  leave(args.entry)
end

function commands.settle()
  for _, one in ipairs(args.changes) do
    local key, seconds = one[1], one[2]
    local from = times[key] or now
    if seconds > 0 then from = math.max(from, now) end
    times[key] = from + seconds
    keep(key)
  end
end

function commands.learn()
  for _, one in ipairs(args.limits) do
    local key, per, burst = args.budget .. SEP .. one.kind, one.meter[1], one.meter[2]
    redis.call('HSET', meters, key, cjson.encode(one.meter))
    redis.call('PEXPIRE', meters, KEPT)
    if one.left ~= cjson.null and one.left then  -- others may use the same account
      times[key] = math.max(times[key] or -math.huge, now + (burst - one.left) * per)
      keep(key)
    end
  end
end

function commands.pause()
  local till = math.max(now + args.seconds, paused[args.budget] or 0)
  redis.call('HSET', pauses, args.budget, string.format('%.6f', till))
  redis.call('PEXPIRE', pauses, KEPT)
end

function commands.headroom()
  local budget = redis.call('HGET', lanes, args.lane) or ''
  local call = {lane = args.lane, budget = budget, requests = 1, input = 0, output = 0}
  local charges = meters_of(call)
  if #charges == 0 or charges[1][2] ~= 'requests' then return {} end
  forget_dead()
  local ahead = copy()
  walk(function(other)
    if other.priority > args.priority then return true end
    book(other, ahead)
  end)
  local wait = book(call, ahead) - now
  local name, total = string.match(charges[1][1], '^(.-)' .. SEP), 0
  for _, start in ipairs(redis.call('ZRANGEBYSCORE', starts, '(' .. (now - 60), '+inf')) do
    local lane, budget = string.match(start, '^(.-)' .. SEP .. '(.-)' .. SEP)
    if lane == name or budget == name then total = total + 1 end
  end
  return {wait = wait, used = total, per_minute = charges[1][3][3]}
end

return cjson.encode(commands[command]() or {})
