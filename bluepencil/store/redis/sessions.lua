-- Documents, findings and chat. A finding is kept as JSON under its id, and found again by its
-- print: what it says and where.
local ask = {}

function ask.keep()
  if not held(it.claim) then return {'lost'} end
  local items, prints = key('items', it.session_id), key('prints', it.session_id)
  local kept = {}
  for n, one in ipairs(it.found) do
    local id = redis.call('HGET', prints, one.print)
    local item = id and redis.call('HGET', items, id)
    if not item then
      id, item = one.id, one.item
      redis.call('HSET', items, id, item)
      redis.call('HSET', prints, one.print, id)
      redis.call('ZADD', key('order', it.session_id), redis.call('INCR', key('number')), id)
    end
    kept[n] = item
  end
  return {'ok', kept}
end

function ask.settle()
  if not held(it.claim) then return {'lost'} end
  local items, prints = key('items', it.session_id), key('prints', it.session_id)
  local print_of = {}
  local flat = redis.call('HGETALL', prints)
  for n = 1, #flat, 2 do print_of[flat[n + 1]] = flat[n] end
  local seen = {}
  for _, id in ipairs(it.seen) do seen[id] = true end
  flat = redis.call('HGETALL', items)
  for n = 1, #flat, 2 do
    local id, item = flat[n], cjson.decode(flat[n + 1])
    local here = it.section == cjson.null or item.section_name == it.section
    local may_go = item.scope == it.scope and item.decision == 'open' and item.source ~= 'you'
    if here and may_go and not seen[id] then
      redis.call('HDEL', items, id)
      redis.call('ZREM', key('order', it.session_id), id)
      if print_of[id] then redis.call('HDEL', prints, print_of[id]) end
    end
  end
  if it.section ~= cjson.null then
    redis.call('SADD', key('reviewed', it.session_id), it.section)
  end
  return {'ok'}
end

function ask.items()
  local items = {}
  for n, id in ipairs(redis.call('ZRANGE', key('order', it.session_id), 0, -1)) do
    items[n] = redis.call('HGET', key('items', it.session_id), id)
  end
  return items
end

function ask.add_chat()
  if not held(it.claim) then return {'lost'} end
  local turns = key('chat', it.session_id)
  if it.again then  -- the answer was lost; perhaps the exchange was not
    for _, turn in ipairs(redis.call('LRANGE', turns, -20, -1)) do
      if turn == it.message then return {'ok'} end
    end
  end
  redis.call('RPUSH', turns, it.message)
  return {'ok'}
end

function ask.rows()
  local rows = {}
  for n, id in ipairs(redis.call('ZREVRANGE', key('owner', it.owner), 0, -1)) do
    rows[n] = redis.call('HMGET', key('session', id), 'document_name', 'guideline_name',
      'created_at', 'sections')
    table.insert(rows[n], 1, id)
    table.insert(rows[n], redis.call('SCARD', key('reviewed', id)))
    table.insert(rows[n], redis.call('ZCARD', key('order', id)))
  end
  return rows
end

function ask.delete()
  local id = it.session_id
  if redis.call('HGET', key('session', id), 'owner') ~= it.owner then return {'unknown'} end
  for _, task_id in ipairs(redis.call('ZRANGE', key('tasks', id), 0, -1)) do
    local task = read(task_id)
    if task and not task.expired then
      unlist(task)
      forget_pace(task)
    end
    redis.call('DEL', key('task', task_id), key('events', task_id))
    ring(task_id)
  end
  redis.call('ZREM', key('owner', it.owner), id)
  for _, name in ipairs({'session', 'file', 'items', 'prints', 'order', 'reviewed', 'chat',
      'readings', 'tasks'}) do
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
