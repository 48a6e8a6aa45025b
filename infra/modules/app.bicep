// The function app on a Flex Consumption plan: nothing runs, nothing is paid; the package and every service are reached by identity.

@description('The name of the installation.')
param name string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags object

@description('The identity\'s resource id.')
param identityId string

@description('The identity\'s client id.')
param identityClientId string

@description('The host\'s storage account.')
param hostAccount string

@description('The storage account with data and queues.')
param dataAccount string

@description('The container that the package is deployed to.')
param packageContainer string

@description('The vault with the secrets.')
param vaultName string

@description('Where logs and metrics go.')
param insightsName string

@description('Memory of one instance, in MB.')
param instanceMemoryMB int

@description('The most instances at once.')
param maximumInstances int

@description('The senders whose webhooks are let in.')
param senders array

@description('The senders whose second secret counts, too.')
param sendersInRotation array

@description('The verified sender of mails, or empty.')
param mailFrom string

@description('Twilio\'s account SID, or empty.')
param twilioAccountSid string

@description('The number that texts come from, or empty.')
param twilioFrom string

@description('Where customers reach the pages in mails, or empty for the app\'s own address.')
param publicUrl string

@description('The Entra application of the operators\' sign-in, or empty.')
param operatorsClientId string

var secret = '@Microsoft.KeyVault(VaultName=${vaultName};SecretName='
var storageSuffix = environment().suffixes.storage

// What no sender and no customer can sign in for: each proves itself in its own way (a signature, a key, a signed link).
var openPaths = [
  '/api/webhooks/*'
  '/api/events'
  '/api/import'
  '/api/products/import'
  '/api/collect'
  '/api/handraiser.js'
  '/api/leave/*'
  '/api/preferences/*'
  '/api/answer/*'
  '/api/confirm/*'
  '/api/health'
]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2024-11-01' = {
  name: 'plan-${name}'
  location: location
  tags: tags
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-11-01' = {
  name: 'func-${name}'
  location: location
  tags: union(tags, { 'azd-service-name': 'app' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identityId}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    siteConfig: { minTlsVersion: '1.2', http20Enabled: true }
    functionAppConfig: {
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { instanceMemoryMB: instanceMemoryMB, maximumInstanceCount: maximumInstances }
      deployment: {
        storage: {
          type: 'blobContainer'
          value: 'https://${hostAccount}.blob.${storageSuffix}/${packageContainer}'
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
    }
  }
}

var always = {
  AzureWebJobsStorage__accountName: hostAccount
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  DataStorage__credential: 'managedidentity'
  DataStorage__clientId: identityClientId
  DataStorage__tableServiceUri: 'https://${dataAccount}.table.${storageSuffix}'
  DataStorage__queueServiceUri: 'https://${dataAccount}.queue.${storageSuffix}'
  DataStorage__blobServiceUri: 'https://${dataAccount}.blob.${storageSuffix}'
  APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  Public__Url: empty(publicUrl) ? 'https://${app.properties.defaultHostName}/api/' : publicUrl
  Installation__Key: '${secret}Installation--Key)'
  Keys__Operator: '${secret}Keys--Operator)'
  Keys__Events: '${secret}Keys--Events)'
}
var firstSecrets = toObject(senders, sender => 'Senders__${sender}__Secrets__0', sender => '${secret}Senders--${sender}--Secrets--0)')
var secondSecrets = toObject(sendersInRotation, sender => 'Senders__${sender}__Secrets__1', sender => '${secret}Senders--${sender}--Secrets--1)')
var mail = empty(mailFrom) ? {} : {
  Mail__From: mailFrom
  SendGrid__ApiKey: '${secret}SendGrid--ApiKey)'
}
var texts = empty(twilioAccountSid) ? {} : {
  Twilio__AccountSid: twilioAccountSid
  Twilio__From: twilioFrom
  Twilio__AuthToken: '${secret}Twilio--AuthToken)'
}
// The app's identity signs in for it (a federated credential), so that the sign-in has no password that could expire.
var signIn = empty(operatorsClientId) ? {} : {
  OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID: identityClientId
}

resource settings 'Microsoft.Web/sites/config@2024-11-01' = {
  parent: app
  name: 'appsettings'
  properties: union(always, firstSecrets, secondSecrets, mail, texts, signIn)
}

// Nobody deploys with a password.
resource noScmPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'scm'
  properties: { allow: false }
}

resource noFtpPassword 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2024-11-01' = {
  parent: app
  name: 'ftp'
  properties: { allow: false }
}

resource operators 'Microsoft.Web/sites/config@2024-11-01' = if (!empty(operatorsClientId)) {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: { enabled: true }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'RedirectToLoginPage'
      redirectToProvider: 'azureactivedirectory'
      excludedPaths: openPaths
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: operatorsClientId
          clientSecretSettingName: 'OVERRIDE_USE_MI_FIC_ASSERTION_CLIENTID'
          openIdIssuer: '${environment().authentication.loginEndpoint}${subscription().tenantId}/v2.0'
        }
        validation: { allowedAudiences: [ operatorsClientId, 'api://${operatorsClientId}' ] }
      }
    }
    login: { tokenStore: { enabled: false } }
    httpSettings: { requireHttps: true }
  }
}

@description('The app\'s name.')
output name string = app.name

@description('Where it answers.')
output url string = 'https://${app.properties.defaultHostName}/api/'
