// Two accounts: the host's own (locks, timers, packages) and the one with customers' data, so that nothing of the one can harm the other.

@description('What makes account names unique.')
param token string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags object

@description('The app\'s identity.')
param principalId string

@description('How often the data is kept.')
param dataRedundancy string

// These three lists equal src/Handraiser.Functions/Names.cs; a test holds them to it.
var queueNames = [ 'events', 'deliveries', 'fetch', 'privacy' ]
var tableNames = [ 'customers', 'agenda', 'followups', 'ledger', 'products', 'parked', 'suppressions', 'proofs', 'audit' ]
var containerNames = [ 'archive', 'large', 'playbook' ]

// What the Functions host puts aside after five tries has a place before the first time.
var poisonNames = map(queueNames, queue => '${queue}-poison')

var blobDataOwner = 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
var blobDataContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'
var queueDataContributor = '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
var tableDataContributor = '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'

resource host 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'sthrhost${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource hostBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: host
  name: 'default'
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = {
  parent: hostBlobs
  name: 'packages'
}

resource data 'Microsoft.Storage/storageAccounts@2025-06-01' = {
  name: 'sthrdata${token}'
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: { name: dataRedundancy }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }
}

resource dataBlobs 'Microsoft.Storage/storageAccounts/blobServices@2025-06-01' = {
  parent: data
  name: 'default'
  properties: {
    // A playbook that was overwritten or a container that was deleted comes back within two weeks.
    isVersioningEnabled: true
    deleteRetentionPolicy: { enabled: true, days: 14 }
    containerDeleteRetentionPolicy: { enabled: true, days: 14 }
  }
}

resource containers 'Microsoft.Storage/storageAccounts/blobServices/containers@2025-06-01' = [for name in containerNames: {
  parent: dataBlobs
  name: name
}]

resource lifeCycle 'Microsoft.Storage/storageAccounts/managementPolicies@2025-06-01' = {
  parent: data
  name: 'default'
  dependsOn: [ containers ]
  properties: {
    policy: {
      rules: [
        {
          name: 'archive-ends-after-30-days'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: [ 'blockBlob' ], prefixMatch: [ 'archive/' ] }
            actions: {
              baseBlob: { delete: { daysAfterModificationGreaterThan: 30 } }
              version: { delete: { daysAfterCreationGreaterThan: 1 } }
            }
          }
        }
        {
          // A message lives a week at most before it is parked. What is parked never ends by itself, so large/parked/ is left out.
          name: 'large-messages-end-after-60-days'
          enabled: true
          type: 'Lifecycle'
          definition: {
            filters: { blobTypes: [ 'blockBlob' ], prefixMatch: [ 'large/events/' ] }
            actions: {
              baseBlob: { delete: { daysAfterModificationGreaterThan: 60 } }
              version: { delete: { daysAfterCreationGreaterThan: 1 } }
            }
          }
        }
      ]
    }
  }
}

resource dataQueues 'Microsoft.Storage/storageAccounts/queueServices@2025-06-01' = {
  parent: data
  name: 'default'
}

resource queues 'Microsoft.Storage/storageAccounts/queueServices/queues@2025-06-01' = [for name in concat(queueNames, poisonNames): {
  parent: dataQueues
  name: name
}]

resource dataTables 'Microsoft.Storage/storageAccounts/tableServices@2025-06-01' = {
  parent: data
  name: 'default'
}

resource tables 'Microsoft.Storage/storageAccounts/tableServices/tables@2025-06-01' = [for name in tableNames: {
  parent: dataTables
  name: name
}]

// The host needs the owner's role for its locks: https://learn.microsoft.com/azure/azure-functions/functions-reference#connecting-to-host-storage-with-an-identity
resource hostBlobRole 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(host.id, principalId, blobDataOwner)
  scope: host
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', blobDataOwner)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource dataRoles 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in [ blobDataContributor, queueDataContributor, tableDataContributor ]: {
  name: guid(data.id, principalId, role)
  scope: data
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}]

@description('The host\'s account.')
output hostAccount string = host.name

@description('The account with data and queues.')
output dataAccount string = data.name

@description('Where the deployed package lies.')
output packageContainer string = packages.name
