#!/bin/sh
# Serves with workers and a Redis of its own, all of them gone when it ends.
set -e
command -v redis-server >/dev/null || sh tools/need.sh redis-server
port=${REDIS_PORT:-6390}
# It writes nothing to disk: what must last is in the store.
redis-server --port "$port" --bind 127.0.0.1 --appendonly no --save '' --loglevel warning &
redis=$!
USE_CELERY=true REDIS_URL="redis://127.0.0.1:$port/0" "$1" main.py all &
all=$!
trap 'kill -TERM $all 2>/dev/null' INT TERM
status=0
wait $all || status=$?
while kill -0 $all 2>/dev/null; do wait $all || status=$?; done
kill -TERM $redis
wait $redis || true
exit $status
