// The vault. Bicep never sees a secret: the post-provision step makes those that are missing, and people put theirs in.

@description('What makes the vault\'s name unique.')
param token string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags object

@description('The app\'s identity, which reads secrets.')
param principalId string

@description('Whoever deploys, who writes secrets; empty for nobody.')
param deployerId string

@description('User or ServicePrincipal.')
param deployerType string

var secretsUser = '4633458b-17de-408a-b874-0445c86b69e6'
var secretsOfficer = 'b86a8fe4-44ce-4948-aee5-eccb2c155cd7'

resource vault 'Microsoft.KeyVault/vaults@2024-11-01' = {
  name: 'kv-hr-${token}'
  location: location
  tags: tags
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    // Without the installation key every customer is a stranger: nobody, not even an owner, can destroy it at once.
    enablePurgeProtection: true
  }
}

resource appReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, secretsUser)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsUser)
    principalId: principalId
    principalType: 'ServicePrincipal'
  }
}

resource deployerWrites 'Microsoft.Authorization/roleAssignments@2022-04-01' = if (!empty(deployerId)) {
  name: guid(vault.id, deployerId, secretsOfficer)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretsOfficer)
    principalId: deployerId
    principalType: deployerType
  }
}

@description('The vault\'s name.')
output name string = vault.name
