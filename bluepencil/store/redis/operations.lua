-- What operators look at: all of it from lists that are kept anyway.
local ask = {}

function ask.counts()
  local told = {}
  for _, queue in ipairs(redis.call('SMEMBERS', key('queues'))) do
    local queued = redis.call('ZCARD', key('line', queue))
    local active = redis.call('SCARD', key('active', queue))
    if queued + active > 0 then
      local first = redis.call('ZRANGE', key('line', queue), 0, 0)[1]
      local id = first and string.match(first, '^.-' .. SEP .. '.-' .. SEP .. '(.*)$')
      local since = id and redis.call('HGET', key('task', id), 'created_at')
      told[#told + 1] = {queue, queued, active, redis.call('SCARD', key('limited', queue)),
        time(since and math.max(0, now - since) or 0)}
    end
  end
  return told
end

function ask.pace()
  local since = '(' .. time(now - HOUR)
  return {redis.call('ZRANGEBYSCORE', key('pace'), since, '+inf'),
    redis.call('ZRANGEBYSCORE', key('spending'), since, '+inf')}
end

function ask.bury()
  local number = redis.call('INCR', key('letter_number'))
  redis.call('HSET', key('letter', number), 'queue', it.queue, 'reason', it.reason,
    'message', ARGV[4], 'created_at', time(now))
  redis.call('ZADD', key('letters'), number, number)
  for _, old in ipairs(redis.call('ZRANGE', key('letters'), 0, -it.kept - 1)) do
    redis.call('DEL', key('letter', old))
    redis.call('ZREM', key('letters'), old)
  end
end

function ask.letters()
  local told = {}
  local numbers = redis.call('ZREVRANGEBYSCORE', key('letters'), '(' .. it.before, '-inf', 'LIMIT',
    0, it.limit)
  for n, number in ipairs(numbers) do
    told[n] = redis.call('HMGET', key('letter', number), 'queue', 'reason', 'message', 'created_at')
    table.insert(told[n], 1, number)
  end
  return told
end

function ask.discard()
  redis.call('DEL', key('letter', it.number))
  return redis.call('ZREM', key('letters'), it.number)
end

return ask[asked]()
