using Handraiser.Lapse;
using Xunit;

namespace Handraiser.Tests.Lapse;

public sealed class RankingTests
{
    [Fact]
    public void Ties_count_half_in_the_ranking()
    {
        Assert.Equal(0.5, Ranking.Auc([1, 1, 1, 1], [true, false, true, false]));
        Assert.Equal(1, Ranking.Auc([1, 2, 3, 4], [false, false, true, true]));
        Assert.Equal(0.875, Ranking.Auc([1, 2, 2, 3], [false, true, false, true]));
    }
}
