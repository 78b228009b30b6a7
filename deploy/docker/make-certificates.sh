#!/bin/sh
# A private authority and certificates of the buses, in /certificates; nothing that is there already is replaced. Each argument is one certificate: its name
# and the other names under which the bus is dialled, separated by commas.
# For trying out: a province that others join over a network brings certificates of its own.
set -eu
cd /certificates
umask 077
if [ ! -f ca.crt ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 3650 -subj '/CN=Betang bus' \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign' -keyout ca.key -out ca.crt
fi
for names in "$@"; do
  name=${names%%,*}
  [ -f "$name.crt" ] && continue
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$name" -keyout "$name.key" -out "$name.csr"
  printf 'subjectAltName=DNS:%s,DNS:localhost\nextendedKeyUsage=serverAuth\n' "$(echo "$names" | sed 's/,/,DNS:/g')" >"$name.ext"
  openssl x509 -req -in "$name.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -extfile "$name.ext" -out "$name.crt"
  rm "$name.csr" "$name.ext"
done
# The bus and the services run as user 1000; the authority's own key stays with root.
chown 1000:1000 . ./*.crt ./*.key
chown 0:0 ca.key
