-- What all scripts of the store share: keys, the clock, and the lists that a task stands in.
-- ARGV: the prefix of all keys, what is asked, that as JSON, and raw bytes where there are any.
-- All keys lie in one Redis; the record of a task decides in which lists its id stands.
local PREFIX, asked = ARGV[1], ARGV[2]
local it = cjson.decode(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] + clock[2] / 1e6
local HOUR, LATEST = 3600, 200
local SEP = '\31'
local ENDED = {SUCCESS = true, FAILURE = true, REVOKED = true}
local NEEDED = {'seq', 'kind', 'queue', 'owner', 'whose', 'session_id', 'state', 'status',
  'progress', 'version', 'attempts', 'fence', 'holder', 'lease_until', 'waiting_for', 'resume_at',
  'started_at', 'finished_at', 'expired'}

local function key(...) return PREFIX .. table.concat({...}, ':') end

local function time(moment) return string.format('%.6f', moment) end

-- The fields of a task that decide where it stands and what its events say; nil if unknown.
local function read(id)
  local values = redis.call('HMGET', key('task', id), unpack(NEEDED))
  if not values[4] then return nil end
  local task = {id = id}
  for n, name in ipairs(NEEDED) do task[name] = values[n] or nil end
  return task
end

-- Whether a claim still holds its task; then the task.
local function held(claim)
  local task = read(claim[1])
  if not task or task.expired or tonumber(task.fence) ~= claim[2] then return nil end
  if ENDED[task.state] or task.state == 'PENDING' then return nil end
  return task
end

local function lapsed(task)
  return not ENDED[task.state] and task.state ~= 'PENDING' and tonumber(task.lease_until) <= now
end

-- Of each session that waits in a queue, its turn: fewest running first, then the oldest task.
local function set_turn(task)
  local queue, whose = task.queue, task.whose
  local head = redis.call('ZRANGE', key('waiting', queue, whose), 0, 0, 'WITHSCORES')
  if #head == 0 then
    redis.call('ZREM', key('turns', queue), whose)
    return
  end
  local running = math.min(redis.call('SCARD', key('running', queue, whose)), 8191)
  local turn = string.format('%.0f', running * 2 ^ 40 + tonumber(head[2]))
  redis.call('ZADD', key('turns', queue), turn, whose)
end

local function in_line(task) return task.kind .. SEP .. task.whose .. SEP .. task.id end

local function took(task)
  return task.started_at and tonumber(task.finished_at) - tonumber(task.started_at)
end

local function in_pace(task)
  return task.seq .. ':' .. task.state .. ':' .. string.format('%.6f', took(task) or 0)
end

local function unlist(task)
  local id, queue, whose = task.id, task.queue, task.whose
  redis.call('ZREM', key('state', task.state), id)
  if ENDED[task.state] then
    redis.call('ZREM', key('ended'), id)
    redis.call('ZREM', key('failed'), id)
    return
  end
  redis.call('ZREM', key('line', queue), in_line(task))
  redis.call('ZREM', key('lapsed', queue), in_line(task))
  redis.call('SREM', key('active', queue), id)
  redis.call('SREM', key('limited', queue), id)
  redis.call('ZREM', key('leases'), id)
  redis.call('ZREM', key('waiting', queue, whose), id)
  redis.call('SREM', key('running', queue, whose), id)
  set_turn(task)
end

local function list(task)
  local id, seq, queue, whose = task.id, task.seq, task.queue, task.whose
  redis.call('ZADD', key('state', task.state), seq, id)
  if ENDED[task.state] then
    local ended = key(task.state == 'FAILURE' and 'failed' or 'ended')
    redis.call('ZADD', ended, task.finished_at, id)
    return
  end
  redis.call('SADD', key('queues'), queue)
  if task.state == 'PENDING' then
    redis.call('ZADD', key('line', queue), seq, in_line(task))
  else
    redis.call('SADD', key('active', queue), id)
    if task.waiting_for == 'rate_limit' then redis.call('SADD', key('limited', queue), id) end
  end
  if lapsed(task) then
    redis.call('ZADD', key('lapsed', queue), seq, in_line(task))
  elseif task.state ~= 'PENDING' then
    redis.call('ZADD', key('leases'), task.lease_until, id)
    redis.call('SADD', key('running', queue, whose), id)
    set_turn(task)
    return
  end
  redis.call('ZADD', key('waiting', queue, whose), seq, id)
  set_turn(task)
end

-- Those whose holder has stopped renewing wait for their turn again.
local function sweep()
  for _, id in ipairs(redis.call('ZRANGEBYSCORE', key('leases'), '-inf', time(now))) do
    local task = read(id)
    unlist(task)
    list(task)
  end
end

-- Wake who waits for this version of a task; without one, everybody who waits for the task.
local function ring(id, version)
  redis.call('PUBLISH', key('bell'), (version or '') .. ' ' .. id)
end

local function forget_pace(task)
  if ENDED[task.state] and task.finished_at then
    redis.call('ZREM', key('pace'), in_pace(task))
  end
end

local function note_pace(task)
  local seconds = took(task)
  if seconds then
    local ended = string.format('%s %.6f', task.finished_at, seconds)
    redis.call('LPUSH', key('latest', task.queue), ended)
    redis.call('LTRIM', key('latest', task.queue), 0, LATEST - 1)
  end
  if task.state ~= 'REVOKED' then
    redis.call('ZADD', key('pace'), task.finished_at, in_pace(task))
  end
  redis.call('ZREMRANGEBYSCORE', key('pace'), '-inf', time(now - HOUR))
end
