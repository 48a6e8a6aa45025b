namespace Handraiser.Testing.Scale;

/// <summary>What was measured.</summary>
/// <param name="Profiles">The same customers active in shops of different sizes.</param>
/// <param name="DueMinute">A minute in which many are due.</param>
/// <param name="LargeSegment">A segment with as many members as the largest shop has customers.</param>
/// <param name="Campaign">A campaign to many.</param>
/// <param name="AssumedMillisecondsPerCall">How long each call of storage was made to take in the last three.</param>
/// <param name="PeakWorkingSetMb">The most memory that the whole measurement took: application and storage of all shops.</param>
public sealed record ScaleReport(ProfilesReport Profiles, DueReport DueMinute, SegmentReport LargeSegment, CampaignReport Campaign, double AssumedMillisecondsPerCall, double PeakWorkingSetMb);

/// <summary>The same customers active in shops of different sizes.</summary>
/// <param name="ActiveCustomers">How many.</param>
/// <param name="Rounds">How often each shop had its turn.</param>
/// <param name="Shops">Each size.</param>
/// <param name="CallsAreEqual">Whether warm and cold calls are the same to the last one in all sizes.</param>
/// <param name="LargestTimeRatio">Of warm medians of processor time an event, the largest by the smallest shop's: 1.1 is 10 % more.</param>
/// <param name="TimeIsFlat">Whether no size is more than 10 % from the smallest.</param>
public sealed record ProfilesReport(int ActiveCustomers, int Rounds, IReadOnlyList<ShopReport> Shops, bool CallsAreEqual, double LargestTimeRatio, bool TimeIsFlat);

/// <summary>One size of shop. Times are medians of the rounds.</summary>
/// <param name="Profiles">How many customers.</param>
/// <param name="CallsPerEventWarm">Storage calls an event, by an instance that has met the active ones.</param>
/// <param name="CallsPerEventCold">The same by a new instance, one event a customer.</param>
/// <param name="CpuMicrosecondsPerEventWarm">Processor time.</param>
/// <param name="CpuMicrosecondsPerEventCold">The same by a new instance.</param>
/// <param name="MicrosecondsPerEventWarm">Time by the clock, storage answering at once.</param>
/// <param name="TimeRatio">The median over the rounds of this shop's warm processor time by the smallest shop's in the same round.</param>
/// <param name="CallsOfAQuietMinute">What the agenda asks in a minute in which nobody is due.</param>
public sealed record ShopReport(
    int Profiles, double CallsPerEventWarm, double CallsPerEventCold, double CpuMicrosecondsPerEventWarm, double CpuMicrosecondsPerEventCold, double MicrosecondsPerEventWarm, double TimeRatio, long CallsOfAQuietMinute);

/// <summary>A minute in which many are due.</summary>
/// <param name="Due">How many.</param>
/// <param name="Profiles">In a shop of so many.</param>
/// <param name="SecondsToHandOn">Until the sweep had handed on everybody and removed them from the agenda.</param>
/// <param name="SecondsUntilTheLast">Until the last was reacted to, by one instance with a cold cache: how late the last was.</param>
/// <param name="CallsPerCustomer">All calls by those who were due.</param>
/// <param name="Calls">Calls by kind.</param>
/// <param name="AllWereWoken">Whether each of them was.</param>
public sealed record DueReport(int Due, int Profiles, double SecondsToHandOn, double SecondsUntilTheLast, double CallsPerCustomer, IReadOnlyDictionary<string, long> Calls, bool AllWereWoken);

/// <summary>A large segment, counted and listed as the routes do it.</summary>
/// <param name="Members">How many are in it.</param>
/// <param name="CallsToCount">Calls for the tree of segments with its counts.</param>
/// <param name="SecondsToCount">And the time.</param>
/// <param name="CallsForAPage">Calls for a page of a thousand.</param>
/// <param name="MillisecondsForAPage">And the time.</param>
/// <param name="CallsToListAll">Calls for all pages, one after the other.</param>
/// <param name="SecondsToListAll">And the time.</param>
/// <param name="Listed">How many different members all pages had.</param>
public sealed record SegmentReport(long Members, long CallsToCount, double SecondsToCount, long CallsForAPage, double MillisecondsForAPage, long CallsToListAll, double SecondsToListAll, long Listed);

/// <summary>A campaign, from the order to the last mail.</summary>
/// <param name="Recipients">How many were in the segment.</param>
/// <param name="Mails">How many mails left.</param>
/// <param name="SecondCopies">How many of them to somebody who had one.</param>
/// <param name="CallsPerRecipient">All calls by recipients.</param>
/// <param name="Calls">Calls by kind.</param>
/// <param name="SecondsOfWork">By the clock, pauses between slices left out, storage answering at once.</param>
/// <param name="CpuMillisecondsPerRecipient">Processor time, the rendering of the mail included.</param>
/// <param name="InstanceMemoryMb">What the instance holds at the end; its cache of customers included, which is bounded.</param>
public sealed record CampaignReport(int Recipients, long Mails, long SecondCopies, double CallsPerRecipient, IReadOnlyDictionary<string, long> Calls, double SecondsOfWork, double CpuMillisecondsPerRecipient, double InstanceMemoryMb);
