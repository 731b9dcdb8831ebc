using FaeRealtime.Models.Checkpoints;
using FaeRealtime.Native.Tests.Distributed;
using FaeRealtime.Training.Distributed;
using TorchSharp;

namespace FaeRealtime.Training.Tests.Distributed;

public sealed class GroupExchangeTests
{
    [GroupFact]
    public void Sum_ScalarsStridesHalvesAndManyMegabytes_AreSummedInPlace()
    {
        var ranks = TwoRanks.Run(static (exchange, _) =>
        {
            // More than one bucket of 25 MB.
            const long Many = 8L << 20;
            using var scope = torch.NewDisposeScope();
            var scalar = torch.tensor(1.5f) + exchange.Rank;
            var strided = torch.arange(6, dtype: torch.float32).reshape(2, 3).t() * (exchange.Rank + 1);
            var half = torch.tensor([0.25f, 4]).to(torch.float16);
            var large = torch.full([Many], 1 + exchange.Rank);
            exchange.Sum([scalar, strided, large, half]);
            return (
                Scalar: TensorExport.Values(scalar),
                Strided: TensorExport.Values(strided),
                Half: TensorExport.Values(half.to(torch.float32)),
                Large: (large.min().ToSingle(), large.max().ToSingle()),
                half.dtype);
        });

        Assert.All(ranks, rank =>
        {
            Assert.Equal([4f], rank.Scalar);
            Assert.Equal([0f, 9, 3, 12, 6, 15], rank.Strided);
            Assert.Equal([0.5f, 8], rank.Half);
            Assert.Equal((3f, 3f), rank.Large);
            Assert.Equal(torch.float16, rank.dtype);
        });
    }

    [GroupFact]
    public void Sum_OneRankRaises_EveryRankHearsIt()
    {
        var heard = TwoRanks.Run(static (exchange, _) => (exchange.Sum([], raised: exchange.Rank == 1), exchange.Sum([])));

        Assert.Equal([(true, false), (true, false)], heard);
    }

    [GroupFact]
    public void Share_TensorsNumberTextAndDigest_AreThoseOfRankZero()
    {
        var shared = TwoRanks.Run(static (exchange, _) =>
        {
            using var tensor = torch.full([3], exchange.Rank + 5f);
            exchange.Share([tensor]);
            var agree = exchange.Agrees([1, 2]);
            var differ = exchange.Agrees([1, (byte)exchange.Rank]);
            return (TensorExport.Values(tensor)[2], exchange.Share(40L + exchange.Rank), exchange.Share(exchange.Rank == 0 ? "größer" : "x"), agree, differ);
        });

        Assert.Equal([(5f, 40L, "größer", true, false), (5f, 40L, "größer", true, false)], shared);
    }

    [GroupFact]
    public void ShareFiles_OfRankZero_AreWrittenByTheOther()
    {
        var folders = new[] { Directory.CreateTempSubdirectory("fae-share-"), Directory.CreateTempSubdirectory("fae-share-") };
        byte[] bytes = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];
        File.WriteAllBytes(Path.Combine(folders[0].FullName, "a.bin"), bytes);
        File.WriteAllBytes(Path.Combine(folders[0].FullName, "empty.bin"), []);
        File.WriteAllText(Path.Combine(folders[0].FullName, "b.txt"), "stays");

        TwoRanks.Run(
            static (exchange, names) =>
            {
                exchange.ShareFiles(names.Split('|')[exchange.Rank], "*.bin");
                return 0;
            },
            string.Join('|', folders.Select(folder => folder.FullName)));

        Assert.Equal(["a.bin", "empty.bin"], Directory.EnumerateFiles(folders[1].FullName).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(folders[1].FullName, "a.bin")));
        Array.ForEach(folders, folder => folder.Delete(recursive: true));
    }
}
