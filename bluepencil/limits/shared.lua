-- The whole line of waiting calls in one step, so that no two processes see it differently.
-- KEYS: used, meters, places, pauses, starts, count, lanes
-- ARGV: now ("" is Redis's own clock), what is asked, and that as JSON
local used, meters, places, pauses, starts, count, lanes = unpack(KEYS)
local now = tonumber(ARGV[1])
if not now then
  local t = redis.call('TIME')
  now = t[1] + t[2] / 1e6
end
local asked = ARGV[2]
local it = cjson.decode(ARGV[3])
local KEPT = 7200000       -- milliseconds after which what nobody uses is gone
local KINDS = {'requests', 'input', 'output'}
local SEP = '\31'

local known = {}           -- meters learned from the account, as {per, burst, per minute}
local flat = redis.call('HGETALL', meters)
for i = 1, #flat, 2 do known[flat[i]] = cjson.decode(flat[i + 1]) end
local times = {}           -- of each meter: when all used of it will have come back
flat = redis.call('HGETALL', used)
for i = 1, #flat, 2 do times[flat[i]] = tonumber(flat[i + 1]) end

local function meters_of(place)
  local found = {}
  for _, kind in ipairs(KINDS) do
    local key = place.budget .. SEP .. kind
    if known[key] then found[#found + 1] = {key, kind, known[key]} end
  end
  local own = it.rates and it.rates[place.lane]
  if #found == 0 and own then found[1] = {place.lane .. SEP .. 'requests', 'requests', own} end
  return found
end

-- When a call may start; books it in `into`. The method is GCRA, as in limits.admit().
local function book(place, into)
  local at = math.max(now, tonumber(redis.call('HGET', pauses, place.budget) or 0))
  local wants = meters_of(place)
  for _, one in ipairs(wants) do
    local per, burst = one[3][1], one[3][2]
    one[4] = math.min(place[one[2]], burst) * per
    at = math.max(at, (into[one[1]] or -math.huge) + one[4] - burst * per)
  end
  for _, one in ipairs(wants) do
    into[one[1]] = math.max(into[one[1]] or -math.huge, at) + one[4]
  end
  return at, wants
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

local function line()
  local waiting = {}
  local all = redis.call('HGETALL', places)
  for i = 1, #all, 2 do
    local place = cjson.decode(all[i + 1])
    place.name = all[i]
    if place.said < now - it.patience then redis.call('HDEL', places, all[i])
    else waiting[#waiting + 1] = place end
  end
  table.sort(waiting, function(a, b)
    if a.class ~= b.class then return a.class < b.class end
    return a.number < b.number
  end)
  return waiting
end

local function enter()
  local place = it.place
  local kept = redis.call('HGET', places, it.name)
  if kept then place.number = cjson.decode(kept).number
  else place.number = redis.call('INCR', count) end
  place.said = now
  redis.call('HSET', places, it.name, cjson.encode(place))
  redis.call('PEXPIRE', places, KEPT)
  redis.call('PEXPIRE', count, KEPT)
  redis.call('HSET', lanes, place.lane, place.budget)  -- the budget it used last
  redis.call('PEXPIRE', lanes, KEPT)
  return place
end

if asked == 'enter' then
  enter()
elseif asked == 'remaining' then
  local place = enter()
  local ahead, at = copy(), now
  for _, other in ipairs(line()) do
    at = book(other, ahead)
    if other.name == it.name then break end
  end
  local learned = known[place.budget .. SEP .. 'requests'] and 1 or 0
  if at > now + 1e-6 then return {tostring(at - now), learned, '{}'} end
  local _, wants = book(place, times)
  local charged = {}
  for _, one in ipairs(wants) do
    keep(one[1])
    charged[#charged + 1] = {one[1], one[2], one[3][1]}
  end
  redis.call('HDEL', places, it.name)
  redis.call('ZREMRANGEBYSCORE', starts, 0, now - 60)
  redis.call('ZADD', starts, now, place.lane .. SEP .. place.budget .. SEP .. it.name)
  redis.call('PEXPIRE', starts, KEPT)
  return {'0', learned, cjson.encode(charged)}
elseif asked == 'leave' then
  redis.call('HDEL', places, it.name)
elseif asked == 'settle' then
  for _, one in ipairs(it.changes) do
    local key, seconds = one[1], one[2]
    local from = times[key] or now
    if seconds > 0 then from = math.max(from, now) end
    times[key] = from + seconds
    keep(key)
  end
elseif asked == 'learn' then
  for _, one in ipairs(it.limits) do
    local key, per, burst = it.budget .. SEP .. one.kind, one.meter[1], one.meter[2]
    redis.call('HSET', meters, key, cjson.encode(one.meter))
    redis.call('PEXPIRE', meters, KEPT)
    if one.left ~= cjson.null and one.left then  -- others may use the same account
      times[key] = math.max(times[key] or -math.huge, now + (burst - one.left) * per)
      keep(key)
    end
  end
elseif asked == 'pause' then
  local till = math.max(now + it.seconds, tonumber(redis.call('HGET', pauses, it.budget) or 0))
  redis.call('HSET', pauses, it.budget, string.format('%.6f', till))
  redis.call('PEXPIRE', pauses, KEPT)
elseif asked == 'headroom' then
  local budget = redis.call('HGET', lanes, it.lane) or ''
  local place = {lane = it.lane, budget = budget, requests = 1, input = 0, output = 0}
  local wants = meters_of(place)
  if #wants == 0 or wants[1][2] ~= 'requests' then return {'', 0, '{}'} end
  local ahead = copy()
  for _, other in ipairs(line()) do book(other, ahead) end
  local at = book(place, ahead)
  local name, total = string.match(wants[1][1], '^(.-)' .. SEP), 0
  for _, start in ipairs(redis.call('ZRANGEBYSCORE', starts, '(' .. (now - 60), '+inf')) do
    local lane, budget = string.match(start, '^(.-)' .. SEP .. '(.-)' .. SEP)
    if lane == name or budget == name then total = total + 1 end
  end
  return {tostring(at - now), total, tostring(wants[1][3][3])}
end
return {'0', 0, '{}'}
