using System.Globalization;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Training.Distributed;

/// <summary>Which rows of every batch a rank computes.</summary>
/// <param name="First">The first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct RankRows(int First, int Count)
{
    /// <summary>An equal share, in the order of the ranks.</summary>
    /// <param name="batch">Rows of the whole batch.</param>
    /// <param name="exchange">Rank and world.</param>
    /// <exception cref="ConfigException">The batch cannot be shared equally.</exception>
    public static RankRows Of(int batch, IRankExchange exchange) => batch % exchange.World == 0
        ? new RankRows(batch / exchange.World * exchange.Rank, batch / exchange.World)
        : throw new ConfigException(string.Create(
            CultureInfo.InvariantCulture,
            $"A batch of {batch} cannot be shared equally by {exchange.World} ranks: the recipe's batch is that of all ranks together. Choose a multiple of {exchange.World}, or another number of ranks."));
}
