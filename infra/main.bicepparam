using 'main.bicep'

// azd fills the environment; without it, set the same variables or write the values here.
param environmentName = readEnvironmentVariable('AZURE_ENV_NAME', 'dev')
param location = readEnvironmentVariable('AZURE_LOCATION', 'northeurope')
param deployerId = readEnvironmentVariable('AZURE_PRINCIPAL_ID', '')
param deployerType = readEnvironmentVariable('AZURE_PRINCIPAL_TYPE', 'User')
param alertEmail = readEnvironmentVariable('ALERT_EMAIL', 'operator@example.com')
param mailFrom = readEnvironmentVariable('MAIL_FROM', '')
param operatorsClientId = readEnvironmentVariable('OPERATORS_CLIENT_ID', '')
// A list with commas and no blanks, such as SendGrid,Shopify.
param senders = empty(readEnvironmentVariable('SENDERS', '')) ? [] : split(readEnvironmentVariable('SENDERS', ''), ',')
