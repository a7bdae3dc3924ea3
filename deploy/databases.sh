#!/bin/sh
# Makes what the service needs in PostgreSQL: a role and a database of the same name, which the role owns. Run it as a
# user who may do so (sudo -u postgres deploy/databases.sh); a second run changes nothing. PGHOST, PGPORT and PGUSER say
# where, as for psql. The name is that of the system's user, so that it needs no password over the socket.
set -eu
name="${1:-vejviser}"
case "$name" in
  *[!a-z0-9_]* | [!a-z]*) echo "a name of small letters, digits and _ was expected, not '$name'" >&2; exit 2 ;;
esac
ask() { psql --no-psqlrc --quiet --tuples-only --no-align --set=ON_ERROR_STOP=1 --dbname=postgres --command="$1"; }
[ -n "$(ask "SELECT 1 FROM pg_roles WHERE rolname = '$name'")" ] || ask "CREATE ROLE $name LOGIN"
[ -n "$(ask "SELECT 1 FROM pg_database WHERE datname = '$name'")" ] || ask "CREATE DATABASE $name OWNER $name"
# Nobody else on this server reads conversations.
ask "REVOKE ALL ON DATABASE $name FROM PUBLIC"
echo "database $name is there"
