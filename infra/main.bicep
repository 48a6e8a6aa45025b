// Everything that one Handraiser needs, from an empty subscription: `azd up`, or `az deployment sub create` (README.md).
targetScope = 'subscription'

@description('A short name for this installation, such as prod; it is part of every resource\'s name.')
@minLength(2)
@maxLength(12)
param environmentName string

@description('The region; one with the Flex Consumption plan (az functionapp list-flexconsumption-locations).')
param location string

@description('The object id of whoever deploys, so that the post-provision step may write secrets; empty gives nobody that right.')
param deployerId string = ''

@description('What deployerId is: User for a person, ServicePrincipal for a pipeline.')
@allowed([ 'User', 'ServicePrincipal' ])
param deployerType string = 'User'

@description('Memory of one instance, in MB. 512 is enough for a burst of a thousand events a webhook.')
@allowed([ 512, 2048, 4096 ])
param instanceMemoryMB int = 512

@description('The most instances that may run at once; the ceiling of what a flood can cost.')
@minValue(40)
@maxValue(1000)
param maximumInstances int = 40

@description('How often the data is kept: LRS in one building, ZRS in three, GRS in two regions.')
@allowed([ 'Standard_LRS', 'Standard_ZRS', 'Standard_GRS' ])
param dataRedundancy string = 'Standard_LRS'

@description('The senders whose webhooks are let in, any of these (docs/senders.md). Put each one\'s secret into the vault first.')
@allowed([ 'BigCommerce', 'Brevo', 'Inbound', 'Mailgun', 'Mandrill', 'Postmark', 'Resend', 'Segment', 'SendGrid', 'Ses', 'Shopify', 'Standard', 'Stripe', 'Twilio', 'WooCommerce' ])
param senders array = []

@description('The senders whose secret is being replaced: for these the second secret counts, too.')
param sendersInRotation array = []

@description('The verified sender of mails; empty as long as nothing is to be sent.')
param mailFrom string = ''

@description('Twilio\'s account SID; empty as long as no texts are to be sent.')
param twilioAccountSid string = ''

@description('The number that texts come from, such as +447700900000; needed with twilioAccountSid.')
param twilioFrom string = ''

@description('Where customers reach the pages in mails, ending in /api/; empty takes the address that Azure gives.')
param publicUrl string = ''

@description('The client id of the Entra application for operators (README.md, step 4); empty leaves the operators\' key as the only door.')
param operatorsClientId string = ''

@description('Who gets alerts by e-mail.')
param alertEmail string

@description('What a month may cost before somebody is told, in the currency of the subscription.')
@minValue(1)
param monthlyBudget int = 50

@description('The first day of the month in which the budget begins; leave it as it is.')
param budgetStart string = utcNow('yyyy-MM-01')

var tags = { 'azd-env-name': environmentName }
var token = take(uniqueString(subscription().id, environmentName, location), 8)
var name = 'handraiser-${environmentName}-${token}'

resource group 'Microsoft.Resources/resourceGroups@2024-11-01' = {
  name: 'rg-handraiser-${environmentName}'
  location: location
  tags: tags
}

module identity 'modules/identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: name, location: location, tags: tags }
}

module storage 'modules/storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    dataRedundancy: dataRedundancy
  }
}

module vault 'modules/vault.bicep' = {
  name: 'vault'
  scope: group
  params: {
    token: token
    location: location
    tags: tags
    principalId: identity.outputs.principalId
    deployerId: deployerId
    deployerType: deployerType
  }
}

module monitor 'modules/monitor.bicep' = {
  name: 'monitor'
  scope: group
  params: { name: name, location: location, tags: tags, principalId: identity.outputs.principalId }
}

module app 'modules/app.bicep' = {
  name: 'app'
  scope: group
  params: {
    name: name
    location: location
    tags: tags
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    hostAccount: storage.outputs.hostAccount
    dataAccount: storage.outputs.dataAccount
    packageContainer: storage.outputs.packageContainer
    vaultName: vault.outputs.name
    insightsName: monitor.outputs.insightsName
    instanceMemoryMB: instanceMemoryMB
    maximumInstances: maximumInstances
    senders: senders
    sendersInRotation: sendersInRotation
    mailFrom: mailFrom
    twilioAccountSid: twilioAccountSid
    twilioFrom: twilioFrom
    publicUrl: publicUrl
    operatorsClientId: operatorsClientId
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'alerts'
  scope: group
  params: {
    name: name
    location: location
    tags: tags
    workspaceId: monitor.outputs.workspaceId
    alertEmail: alertEmail
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
  }
}

@description('The resource group that holds everything; deleting it removes everything but the soft-deleted vault.')
output AZURE_RESOURCE_GROUP string = group.name

@description('The function app\'s name, for deployment.')
output FUNCTION_APP string = app.outputs.name

@description('Where it answers.')
output HANDRAISER_URL string = app.outputs.url

@description('The vault that the post-provision step puts secrets into.')
output KEY_VAULT string = vault.outputs.name

@description('The subject of the federated credential for the operators\' sign-in.')
output IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId
