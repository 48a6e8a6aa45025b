// Alerts that somebody should get up for (severity 1) or look at today (2). docs/operate.md says what to do about each.

@description('The name of the installation.')
param name string

@description('The region.')
param location string

@description('The tags of every resource.')
param tags object

@description('The workspace with logs and metrics.')
param workspaceId string

@description('Who gets alerts by e-mail.')
param alertEmail string

@description('What a month may cost before somebody is told.')
param monthlyBudget int

@description('The first day of the month in which the budget begins.')
param budgetStart string

// Functions and metrics that these ask for are those of the code; a test holds them to it. Telemetry is sampled: ItemCount, not count().
var rules = [
  {
    name: 'poison'
    severity: 2
    minutes: 15
    description: 'A message failed five times and came to a poison queue, from where it is parked: see "Replay parked messages" in docs/operate.md.'
    query: '''
      AppRequests | where OperationName in ('ParkPoisonEvents', 'ParkPoisonDeliveries', 'ParkPoisonFetch', 'ParkPoisonPrivacy')
    '''
  }
  {
    name: 'agenda-late'
    severity: 1
    minutes: 15
    description: 'The agenda has not been swept for a quarter of an hour, or is more than ten minutes behind: nobody gets a planned message.'
    query: '''
      union
        (AppRequests | where OperationName == 'SweepAgenda' and Success == true | summarize Runs = count() | where Runs == 0 | project TimeGenerated = now()),
        (AppMetrics | where Name == 'handraiser.agenda.lag' and Max > 600 | project TimeGenerated)
    '''
  }
  {
    name: 'queue-late'
    severity: 1
    minutes: 15
    description: 'A message has waited for more than ten minutes, or a hundred thousand wait: Reaction or Delivery does not keep up, or fails.'
    query: '''
      AppMetrics | where (Name == 'handraiser.queue.lag' and Max > 600) or (Name == 'handraiser.queue.depth' and Max > 100000)
    '''
  }
  {
    name: 'sending-stopped'
    severity: 1
    minutes: 15
    description: 'A channel stopped by itself, because of complaints or bounces: see "Sending stopped" in docs/operate.md.'
    query: '''
      AppMetrics | where Name == 'handraiser.sending.stopped' and Max > 0
    '''
  }
  {
    name: 'server-errors'
    severity: 1
    minutes: 15
    description: 'More than five answers of 500 and above in a quarter of an hour: senders are made to retry.'
    query: '''
      AppRequests | where toint(ResultCode) >= 500 | summarize Errors = sum(ItemCount) | where Errors > 5
    '''
  }
  {
    name: 'signatures-fail'
    severity: 2
    minutes: 15
    description: 'More than twenty webhooks with a wrong signature: a secret was changed on one side only, or somebody tries the door.'
    query: '''
      AppRequests | where OperationName == 'ReceiveWebhook' and ResultCode == '401' | summarize Refused = sum(ItemCount) | where Refused > 20
    '''
  }
  {
    name: 'deliveries-fail'
    severity: 1
    minutes: 15
    description: 'More than ten deliveries failed: the provider is away, or its key is wrong. They are tried again.'
    // What a provider answers fails no invocation: it is counted, and the delivery put off. An invocation that fails met storage or a fault of ours.
    query: '''
      union
        (AppRequests | where OperationName == 'Deliver' and Success == false | project Times = todouble(ItemCount)),
        (AppMetrics | where Name == 'handraiser.deliveries' and tostring(Properties.outcome) in ('temporary', 'ambiguous') | project Times = Sum)
      | summarize Failed = sum(Times) | where Failed > 10
    '''
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'ag-${name}'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'handraiser'
    emailReceivers: [ { name: 'operators', emailAddress: alertEmail, useCommonAlertSchema: true } ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for rule in rules: {
  name: 'alert-${rule.name}-${name}'
  location: location
  tags: tags
  kind: 'LogAlert'
  properties: {
    displayName: 'Handraiser: ${rule.name}'
    description: rule.description
    severity: rule.severity
    enabled: true
    autoMitigate: true
    scopes: [ workspaceId ]
    evaluationFrequency: 'PT${rule.minutes}M'
    windowSize: 'PT${rule.minutes}M'
    // The tables exist only once the app has reported for the first time.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: rule.query
          timeAggregation: 'Count'
          operator: 'GreaterThan'
          threshold: 0
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [ people.id ] }
  }
}]

resource spend 'Microsoft.Consumption/budgets@2024-08-01' = {
  name: 'budget-${name}'
  properties: {
    category: 'Cost'
    amount: monthlyBudget
    timeGrain: 'Monthly'
    timePeriod: { startDate: budgetStart }
    notifications: {
      foreseen: { enabled: true, operator: 'GreaterThan', threshold: 100, thresholdType: 'Forecasted', contactEmails: [ alertEmail ], contactGroups: [ people.id ] }
      spent: { enabled: true, operator: 'GreaterThan', threshold: 80, thresholdType: 'Actual', contactEmails: [ alertEmail ], contactGroups: [ people.id ] }
    }
  }
}
