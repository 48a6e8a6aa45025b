#!/bin/sh
# Puts the secrets that only this installation knows into the vault, once. One that is there is never touched:
# a new installation key would make every customer a stranger.
# Needs KEY_VAULT, the vault's name (azd sets it), and az, signed in as somebody with the role Key Vault Secrets Officer.
set -eu
: "${KEY_VAULT:?Set KEY_VAULT to the name of the vault.}"

# A role that was just given takes some minutes to hold.
tries=0
until az keyvault secret list --vault-name "$KEY_VAULT" --output none 2>/dev/null; do
  tries=$((tries + 1))
  if [ "$tries" -ge 20 ]; then
    echo "The vault $KEY_VAULT does not let you in. Give yourself the role Key Vault Secrets Officer on it and run this again." >&2
    exit 1
  fi
  echo "Waiting for the right to write secrets ..."
  sleep 15
done

for name in Installation--Key Keys--Operator Keys--Events; do
  found=$(az keyvault secret list --vault-name "$KEY_VAULT" --query "[?name=='$name'] | length(@)" --output tsv)
  if [ "$found" = 0 ]; then
    file=$(mktemp)
    openssl rand -base64 32 | tr -d '\n' > "$file"
    az keyvault secret set --vault-name "$KEY_VAULT" --name "$name" --file "$file" --output none
    rm -f "$file"
    echo "$name was made."
  else
    echo "$name is there."
  fi
done
