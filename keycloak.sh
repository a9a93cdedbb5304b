#!/bin/sh
# Puts a Keycloak into FOLDER for the tests of sign-in through it; they are skipped where none can
# be had. It needs Java and Maven.
set -eu
FOLDER=$1
VERSION=26.7.3
HASH=77657f30b7e90d70f727712ce1c967f430fd6a5e9f458d32d8c6df0635345f47
NAME=keycloak-quarkus-dist-$VERSION.tar.gz

[ -x "$FOLDER/bin/kc.sh" ] && exit 0
mkdir -p "$FOLDER"
if ! command -v mvn >/dev/null 2>&1 || ! timeout 600 mvn -q -B dependency:copy \
        -Dartifact=org.keycloak:keycloak-quarkus-dist:$VERSION:tar.gz \
        -DoutputDirectory="$FOLDER" >/dev/null 2>&1; then
    echo "No Keycloak here, and none could be had: its tests are skipped." >&2
    exit 0
fi
[ "$(openssl dgst -sha256 -r "$FOLDER/$NAME" | cut -d ' ' -f 1)" = "$HASH" ] ||
    { echo "$NAME is not the file that was expected" >&2; exit 1; }
tar -xzf "$FOLDER/$NAME" -C "$FOLDER" --strip-components 1
rm "$FOLDER/$NAME"
