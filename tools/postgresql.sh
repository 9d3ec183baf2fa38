#!/bin/sh
# Installs Debian's PostgreSQL for the tests, without the server that it otherwise sets up and starts.
set -e
settings=/etc/postgresql-common/createcluster.d/no-server-for-tests.conf
if [ "$(id -u)" = 0 ] && [ ! -e "$settings" ]; then
  mkdir -p "${settings%/*}"
  echo 'create_main_cluster = false' >"$settings"
  trap 'rm -f "$settings"' EXIT # who installs a server later wants it set up
fi
sh "${0%/*}/need.sh" postgresql
