-- Tasks and their numbered events. A change is a table of fields as they are kept; null: none.
local LISTED = {'state', 'waiting_for', 'lease_until'}

local function add_event(task, kind, new, mark)
  local function text(value) return value and cjson.encode(value) or 'null' end
  local data = '{"state":' .. text(task.state) .. ',"status":' .. text(task.status)
    .. ',"progress":' .. task.progress .. ',"attempts":' .. task.attempts
    .. ',"waiting_for":' .. text(task.waiting_for)
    .. ',"resume_at":' .. (task.resume_at or 'null') .. (new and ',"new":' .. new or '') .. '}'
  local event = '{"type":"' .. kind .. '","mark":' .. text(mark) .. ',"data":' .. data .. '}'
  redis.call('RPUSH', key('events', task.id), event)
end

-- Change a task: one version and one event more.
local function write(task, change, new, mark)
  local moves = false
  for _, name in ipairs(LISTED) do
    moves = moves or (change[name] ~= nil and change[name] ~= (task[name] or cjson.null))
  end
  if moves then unlist(task) end
  for name, value in pairs(change) do
    if value == cjson.null then
      redis.call('HDEL', key('task', task.id), name)
      task[name] = nil
    else
      redis.call('HSET', key('task', task.id), name, value)
      task[name] = value
    end
  end
  task.version = redis.call('HINCRBY', key('task', task.id), 'version', 1)
  if moves then list(task) end
  local ended = ENDED[task.state]
  add_event(task, ended and 'done' or new and 'partial' or 'progress', new, mark)
  ring(task.id, not ended and task.version)
  return task.version
end

local function finish(task, change)
  local last = {waiting_for = cjson.null, resume_at = cjson.null, holder = cjson.null,
    finished_at = time(now)}
  if change.state == 'SUCCESS' then last.progress = '100' end
  for name, value in pairs(change) do last[name] = value end
  write(task, last)
  note_pace(task)
end

local function whole(id) return redis.call('HGETALL', key('task', id)) end

local function claim(id)
  local task = read(id)
  if not task or task.expired then return false end
  if task.state ~= 'PENDING' and not lapsed(task) then return false end
  write(task, {state = 'STARTED', status = 'Starting', holder = it.holder,
    lease_until = time(now + it.lease), fence = tostring(task.fence + 1),
    attempts = tostring(task.attempts + 1), started_at = task.started_at or time(now),
    waiting_for = cjson.null, resume_at = cjson.null})
  return whole(id)
end

-- The task, if this owner may see it; otherwise what is wrong with that.
local function shown_to(id, owner)
  local task = read(id)
  if not task or (owner ~= cjson.null and task.owner ~= owner) then return nil, 'unknown' end
  if task.expired then return nil, 'expired' end
  return task
end

local ask = {}

function ask.add()
  local record = key('task', it.task_id)
  if redis.call('EXISTS', record) == 1 then return {'known'} end
  it.fields.seq = tostring(redis.call('INCR', key('number')))
  for name, value in pairs(it.fields) do redis.call('HSET', record, name, value) end
  local task = read(it.task_id)
  list(task)
  if task.session_id then redis.call('ZADD', key('tasks', task.session_id), task.seq, task.id) end
  add_event(task, 'progress')
  return {'ok'}
end

function ask.claim() return claim(it.task_id) end

function ask.claim_next()
  sweep()
  local whose = redis.call('ZRANGE', key('turns', it.queue), 0, 0)[1]
  if not whose then return false end
  return claim(redis.call('ZRANGE', key('waiting', it.queue, whose), 0, 0)[1])
end

function ask.lost()
  local gone = {}
  for _, one in ipairs(it.claims) do
    if not held(one) then gone[#gone + 1] = one[1] end
  end
  return gone
end

function ask.renew()
  local gone = {}
  for _, one in ipairs(it.claims) do
    local task = held(one)
    if not task or task.holder ~= it.holder then
      gone[#gone + 1] = one[1]
    else
      local late = lapsed(task)
      if late then unlist(task) end
      task.lease_until = time(now + it.lease)
      redis.call('HSET', key('task', task.id), 'lease_until', task.lease_until)
      if late then list(task) else redis.call('ZADD', key('leases'), task.lease_until, task.id) end
    end
  end
  return gone
end

function ask.release()
  local task = held(it.claim)
  if not task then return {'lost'} end
  it.change.attempts = tostring(task.attempts - 1)
  write(task, it.change)
  return {'ok'}
end

function ask.report()
  local task = held(it.claim)
  if not task then return {'lost'} end
  if it.again then  -- the answer to this report was lost; perhaps the report was not
    for _, event in ipairs(redis.call('LRANGE', key('events', task.id), -100, -1)) do
      if string.find(event, '"mark":"' .. it.mark .. '"', 1, true) then
        return {'ok', tonumber(task.version)}
      end
    end
  end
  local further = it.change.progress
  if further and tonumber(further) < tonumber(task.progress) then
    it.change.progress = task.progress
  end
  return {'ok', write(task, it.change, it.new, it.mark)}
end

function ask.finish()
  local task = held(it.claim)
  if not task then return {'lost'} end
  finish(task, it.change)
  return {'ok'}
end

function ask.cancel()
  local task, wrong = shown_to(it.task_id, it.owner)
  if not task then return {wrong} end
  if not ENDED[task.state] then finish(task, {state = 'REVOKED', status = 'Stopped'}) end
  return {'ok', whole(task.id)}
end

function ask.retry()
  local task, wrong = shown_to(it.task_id, it.owner)
  if not task then return {wrong} end
  if task.state ~= 'FAILURE' then return {'state', task.state} end
  forget_pace(task)
  write(task, it.change)
  return {'ok', whole(task.id)}
end

-- A cost that may be unknown, and whole numbers of tokens, added up.
local function add_usage(record, more)
  local kept = redis.call('HGET', record, 'usage')
  if not kept then return end
  kept = cjson.decode(kept)
  local parts = {}
  for name, value in pairs(more) do
    local before, sum = kept[name], 'null'
    if value ~= cjson.null and before ~= cjson.null then
      sum = string.format('%.17g', (before or 0) + value)
    end
    parts[#parts + 1] = cjson.encode(name) .. ':' .. sum
  end
  redis.call('HSET', record, 'usage', '{' .. table.concat(parts, ',') .. '}')
end

function ask.spend()
  local cost = it.usage.cost_usd == cjson.null and 0 or it.usage.cost_usd
  local spent = it.mark .. ':' .. string.format('%.17g', cost)
  if redis.call('ZADD', key('spending'), 'NX', time(now), spent) == 0 then return end
  redis.call('ZREMRANGEBYSCORE', key('spending'), '-inf', time(now - HOUR))
  local session = redis.call('HGET', key('task', it.task_id), 'session_id')
  add_usage(key('task', it.task_id), it.usage)
  if session then add_usage(key('session', session), it.usage) end
end

function ask.rows()
  local found = {}
  for _, state in ipairs(it.states) do
    local below, left = '(' .. it.before, it.limit + 1
    while left > 0 do
      local some = redis.call('ZREVRANGEBYSCORE', key('state', state), below, '-inf',
        'WITHSCORES', 'LIMIT', 0, 200)
      for n = 1, #some, 2 do
        local task = redis.call('HMGET', key('task', some[n]), 'owner', 'kind')
        local wanted = (it.owner == cjson.null or it.owner == task[1])
          and (it.kind == cjson.null or it.kind == task[2])
        if wanted and left > 0 then
          found[#found + 1] = {tonumber(some[n + 1]), some[n]}
          left = left - 1
        end
      end
      if #some < 400 then break end
      below = '(' .. some[#some]
    end
  end
  table.sort(found, function(a, b) return a[1] > b[1] end)
  local rows = {}
  for n = 1, math.min(#found, it.limit) do rows[n] = {found[n][1], whole(found[n][2])} end
  return {rows, #found > it.limit and 1 or 0}
end

function ask.waiting()
  sweep()
  local told = {}
  for _, queue in ipairs(redis.call('SMEMBERS', key('queues'))) do
    local number = redis.call('ZCARD', key('line', queue))
      + redis.call('ZCARD', key('lapsed', queue))
    if number > 0 then told[#told + 1] = {queue, number} end
  end
  return told
end

function ask.orphans()
  sweep()
  local told = {}
  for _, queue in ipairs(redis.call('SMEMBERS', key('queues'))) do
    for _, name in ipairs({'line', 'lapsed'}) do
      told[#told + 1] = {queue, redis.call('ZRANGE', key(name, queue), 0, -1, 'WITHSCORES')}
    end
  end
  return told
end

function ask.open_tasks()
  local rows = {}
  for _, id in ipairs(redis.call('ZRANGE', key('tasks', it.session_id), 0, -1)) do
    local state = redis.call('HGET', key('task', id), 'state')
    if state and not ENDED[state] then rows[#rows + 1] = whole(id) end
  end
  return rows
end

-- Some of those that ended before a time: nothing stays but a mark, and that not for ever.
function ask.expire()
  local number = 0
  for _, name in ipairs({'ended', 'failed'}) do
    local over = redis.call('ZRANGEBYSCORE', key(name), '-inf', '(' .. it[name], 'LIMIT', 0, 200)
    for _, id in ipairs(over) do
      local task = read(id)
      unlist(task)
      redis.call('DEL', key('task', id), key('events', id))
      redis.call('HSET', key('task', id), 'owner', task.owner, 'expired', 1)
      redis.call('EXPIRE', key('task', id), it.remembered)
      local session = task.session_id
      if session and redis.call('EXISTS', key('session', session)) == 0 then
        redis.call('ZREM', key('tasks', session), id)
      end
      number = number + 1
    end
  end
  return number
end

return ask[asked]()
