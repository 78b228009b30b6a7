#!/bin/sh
# Makes the region ready for its services on the cluster at POSTGRES_HOST: schemas, roles, keys, first epoch, bus. Changes nothing that is in order already.
# Arguments go to `betang region init`. The owner's password stays out of the command line.
set -eu
BETANG_OWNER_URL="postgres://postgres:$(cat /run/secrets/postgres-password)@${POSTGRES_HOST}:5432/postgres"
export BETANG_OWNER_URL
exec node deploy/cli/dist/main.js region init "$@" --data /data
