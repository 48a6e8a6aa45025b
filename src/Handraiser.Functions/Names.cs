namespace Handraiser.Functions;

/// <summary>Every name that code, <c>host.json</c>, Bicep and the documentation must agree on stands here, once.</summary>
public static class Names
{
    /// <summary>The queues. Each has a poison queue beside it.</summary>
    public static class Queues
    {
        /// <summary>Packs of events on their way from the door (or the agenda) to Reaction.</summary>
        public const string Events = "events";
        /// <summary>Keys of decided actions on their way to Delivery.</summary>
        public const string Deliveries = "deliveries";
        /// <summary>Details of thin webhooks, to be fetched from the store.</summary>
        public const string Fetch = "fetch";
        /// <summary>Rights of privacy law to be carried out.</summary>
        public const string Privacy = "privacy";
        /// <summary>What the Functions host appends to a queue's name for messages that failed too often.</summary>
        public const string PoisonSuffix = "-poison";
        /// <summary>All queues that the application reads, without their poison queues.</summary>
        public static IReadOnlyList<string> All { get; } = [Events, Deliveries, Fetch, Privacy];
    }

    /// <summary>The tables.</summary>
    public static class Tables
    {
        /// <summary>One row a customer, their segment rows and the counts of what was done.</summary>
        public const string Customers = "customers";
        /// <summary>When to wake whom.</summary>
        public const string Agenda = "agenda";
        /// <summary>The responders' list.</summary>
        public const string FollowUps = "followups";
        /// <summary>Exact shared amounts.</summary>
        public const string Ledger = "ledger";
        /// <summary>The catalogue.</summary>
        public const string Products = "products";
        /// <summary>Events and messages that could not be processed.</summary>
        public const string Parked = "parked";
        /// <summary>Hashes of those who must not be written to; outlives erasure.</summary>
        public const string Suppressions = "suppressions";
        /// <summary>Proofs of senders that were used, for those that do not sign the body.</summary>
        public const string Proofs = "proofs";
        /// <summary>What was done with customers' data, and by whose order.</summary>
        public const string Audit = "audit";
        /// <summary>All tables.</summary>
        public static IReadOnlyList<string> All { get; } = [Customers, Agenda, FollowUps, Ledger, Products, Parked, Suppressions, Proofs, Audit];
    }

    /// <summary>The blob containers.</summary>
    public static class Containers
    {
        /// <summary>Raw webhook bodies, gathered and compressed.</summary>
        public const string Archive = "archive";
        /// <summary>What was too large for a queue message.</summary>
        public const string Large = "large";
        /// <summary>The published playbook and templates.</summary>
        public const string Playbook = "playbook";
        /// <summary>All containers.</summary>
        public static IReadOnlyList<string> All { get; } = [Archive, Large, Playbook];
    }

    /// <summary>The metrics that alerts ask for.</summary>
    public static class Metrics
    {
        /// <summary>Messages in a queue, hidden ones included; tag <c>queue</c>.</summary>
        public const string QueueDepth = "handraiser.queue.depth";
        /// <summary>Seconds that the first visible message of a queue has waited; tag <c>queue</c>.</summary>
        public const string QueueLag = "handraiser.queue.lag";
        /// <summary>Seconds since the oldest wake became due that was not handed on.</summary>
        public const string AgendaLag = "handraiser.agenda.lag";
        /// <summary>Channels that stopped sending by themselves.</summary>
        public const string SendingStopped = "handraiser.sending.stopped";
        /// <summary>All of them.</summary>
        public static IReadOnlyList<string> All { get; } = [QueueDepth, QueueLag, AgendaLag, SendingStopped];
    }

    /// <summary>The names of settings that attributes refer to.</summary>
    public static class Settings
    {
        /// <summary>The prefix of the connection to the storage that holds data and queues.</summary>
        public const string Storage = "DataStorage";
    }
}
