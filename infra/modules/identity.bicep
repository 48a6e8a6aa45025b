// Who the app is. No password exists for it.

@description('The name of the installation.')
param name string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags object

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: 'id-${name}'
  location: location
  tags: tags
}

@description('The resource id.')
output id string = identity.id

@description('What tokens are asked for with.')
output clientId string = identity.properties.clientId

@description('What roles are given to.')
output principalId string = identity.properties.principalId
