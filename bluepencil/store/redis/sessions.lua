-- Documents, findings, edits and chat. A finding is kept as a line under its id: see standing.py.
local ask = {}

-- Whether a task of the session has not ended.
local function working(id)
  for _, task_id in ipairs(redis.call('ZRANGE', key('tasks', id), 0, -1)) do
    local state = redis.call('HGET', key('task', task_id), 'state')
    if state and not ENDED[state] then return true end
  end
  return false
end

-- Keep what was done, if anything, and when.
local function note(id)
  if not it.activity then return end
  redis.call('RPUSH', key('activity', id), it.activity)
  redis.call('HSET', key('session', id), 'touched_at', it.at)
  redis.call('ZADD', key('touched'), it.at, id)
end

-- The words by which a search finds the session, in place of earlier ones.
local function index(id)
  redis.call('DEL', key('words', id))
  for _, word in ipairs(it.words) do redis.call('ZADD', key('words', id), 0, word) end
end

-- Count a finding in, or out, where it stands.
local function tally(id, line, by)
  if not line then return end
  local item = cjson.decode(string.match(line, ' (.*)$'))
  if item.resolved_in ~= cjson.null then return end
  redis.call('HINCRBY', key('session', id), 'findings', by)
  if item.decision ~= 'open' then redis.call('HINCRBY', key('session', id), 'decided', by) end
end

local function put(id, item_id, line)
  local items = key('items', id)
  local before = redis.call('HGET', items, item_id)
  tally(id, before, -1)
  tally(id, line, 1)
  redis.call('HSET', items, item_id, line)
  if not before then
    redis.call('ZADD', key('order', id), redis.call('INCR', key('number')), item_id)
  end
end

local function drop(id, item_id)
  tally(id, redis.call('HGET', key('items', id), item_id), -1)
  redis.call('HDEL', key('items', id), item_id)
  redis.call('ZREM', key('order', id), item_id)
end

-- All findings in the order they were first found, and their ids.
local function lines_of(id)
  local lines, order = {}, redis.call('ZRANGE', key('order', id), 0, -1)
  for n, item_id in ipairs(order) do lines[n] = redis.call('HGET', key('items', id), item_id) end
  return lines, order
end

-- Let only so many of a list stay, and add to them.
local function grow(list, by)
  if by.stay == 0 then redis.call('DEL', list) else redis.call('LTRIM', list, 0, by.stay - 1) end
  for _, one in ipairs(by.more) do redis.call('RPUSH', list, one) end
end

-- Put the document away as an earlier version, before the next takes its place.
local function put_away(id)
  local record = key('session', id)
  local old = redis.call('HMGET', record, 'version', 'file_name', 'version_at', 'sections',
    'document', 'name')
  redis.call('HSET', key('version', id, old[1]), 'name', old[2], 'created_at', old[3],
    'sections', old[4], 'document', old[5], 'file', redis.call('GET', key('file', id)))
  redis.call('SET', key('file', id), ARGV[4])
  if old[6] == old[2] then redis.call('HSET', record, 'name', it.fields.file_name) end
end

function ask.add()
  local id = it.session_id
  for name, value in pairs(it.fields) do redis.call('HSET', key('session', id), name, value) end
  redis.call('SET', key('file', id), ARGV[4])
  redis.call('ZADD', key('owner', it.fields.owner), redis.call('INCR', key('number')), id)
  index(id)
  note(id)
end

function ask.read()
  local id = it.session_id
  local record = redis.call('HMGET', key('session', id), 'revision', 'version')
  if not record[1] then return {'unknown'} end
  local lines, order = lines_of(id)
  return {'ok', record[1], record[2], order, lines, redis.call('LRANGE', key('edits', id), 0, -1),
    redis.call('LRANGE', key('undone', id), 0, -1), redis.call('SMEMBERS', key('reviewed', id))}
end

function ask.lines() return (lines_of(it.session_id)) end

-- Write what was made of revision `it.revision`, if that still stands.
function ask.write()
  local id = it.session_id
  local record = key('session', id)
  if it.claim and not held(it.claim) then return {'lost'} end
  local revision = redis.call('HGET', record, 'revision')
  if not revision then return {'unknown'} end
  if tonumber(revision) ~= it.revision then return {'changed'} end
  if it.fields then
    if working(id) then return {'working'} end
    put_away(id)
    for name, value in pairs(it.fields) do redis.call('HSET', record, name, value) end
    index(id)
  end
  for _, item_id in ipairs(it.gone) do drop(id, item_id) end
  for _, one in ipairs(it.put) do put(id, one[1], one[2]) end
  grow(key('edits', id), it.edits)
  grow(key('undone', id), it.undone)
  for _, section in ipairs(it.unread) do redis.call('SREM', key('reviewed', id), section) end
  for _, section in ipairs(it.read) do redis.call('SADD', key('reviewed', id), section) end
  if it.fields or #it.gone + #it.put > 0 then redis.call('HINCRBY', record, 'revision', 1) end
  note(id)
  return {'ok'}
end

-- Another name, or another guideline, against which nothing has been read yet.
function ask.change()
  local id = it.session_id
  if redis.call('EXISTS', key('session', id)) == 0 then return {'unknown'} end
  for name, value in pairs(it.fields) do redis.call('HSET', key('session', id), name, value) end
  if it.fields.guideline then redis.call('DEL', key('reviewed', id)) end
  note(id)
  return {'ok'}
end

-- What was done, and where it was asking, the exchange.
function ask.record()
  local id = it.session_id
  if it.claim and not held(it.claim) then return {'lost'} end
  if redis.call('EXISTS', key('session', id)) == 0 then return {'unknown'} end
  if it.again then  -- the answer was lost; perhaps the record was not
    for _, done in ipairs(redis.call('LRANGE', key('activity', id), -20, -1)) do
      if done == it.activity then return {'ok'} end
    end
  end
  if it.exchange then redis.call('RPUSH', key('chat', id), it.exchange) end
  note(id)
  return {'ok'}
end

-- The sessions of an owner; of each, which of the wanted beginnings of words it has.
function ask.rows()
  local rows = {}
  for n, id in ipairs(redis.call('ZREVRANGE', key('owner', it.owner), 0, -1)) do
    local has = {}
    for w, word in ipairs(it.words) do
      has[w] = #redis.call('ZRANGEBYLEX', key('words', id), '[' .. word, '[' .. word .. '\255',
        'LIMIT', 0, 1)
    end
    local session = redis.call('HMGET', key('session', id), 'name', 'guideline_name',
      'created_at', 'touched_at', 'sections', 'findings', 'decided')
    rows[n] = {id, has, redis.call('SCARD', key('reviewed', id)), session}
  end
  return rows
end

-- Those that nothing was done with since a time.
function ask.untouched()
  return redis.call('ZRANGEBYSCORE', key('touched'), '-inf', '(' .. it.before)
end

-- All of a session; with `it.before` only if nothing was done since and nothing runs for it.
function ask.delete()
  local id = it.session_id
  local session = redis.call('HMGET', key('session', id), 'owner', 'version')
  if not session[1] or (it.owner and session[1] ~= it.owner) then return {'unknown'} end
  if it.before then
    local touched = redis.call('ZSCORE', key('touched'), id)
    if tonumber(touched) >= tonumber(it.before) or working(id) then return {'unknown'} end
  end
  for _, task_id in ipairs(redis.call('ZRANGE', key('tasks', id), 0, -1)) do
    local task = read(task_id)
    if task and not task.expired then
      unlist(task)
      forget_pace(task)
    end
    redis.call('DEL', key('task', task_id), key('events', task_id))
    ring(task_id)
  end
  redis.call('ZREM', key('owner', session[1]), id)
  redis.call('ZREM', key('touched'), id)
  for version = 1, session[2] - 1 do redis.call('DEL', key('version', id, version)) end
  for _, name in ipairs({'session', 'file', 'words', 'items', 'order', 'edits', 'undone',
      'reviewed', 'chat', 'activity', 'readings', 'tasks'}) do
    redis.call('DEL', key(name, id))
  end
  redis.call('SET', key('scrub'), 1)
  return {'ok'}
end

function ask.remember()
  if redis.call('EXISTS', key('session', it.session_id)) == 1 then
    redis.call('HSET', key('readings', it.session_id), it.key, it.reading)
  end
  return {'ok'}
end

return ask[asked]()
