using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Understanding;
using TorchSharp;
using static TorchSharp.torch;

namespace FaeRealtime.Evaluation.Tests.Understanding;

public sealed class ImageTextRetrievalTests
{
    /// <summary>Two images at right angles; three texts of the first, one of which lies nearer to the second, and one of the second.</summary>
    [Fact]
    public void Of_SeveralTextsAnImage_CountsAsCocoDoes()
    {
        using var scope = NewDisposeScope();
        var images = tensor(new float[,] { { 2, 0 }, { 0, 5 } });
        var texts = tensor(new float[,] { { 3, 1 }, { 1, 3 }, { 1, 0.5f }, { 0.1f, 0.2f } });

        var report = ImageTextRetrieval.Of(images, texts, [0, 0, 0, 1]);

        // Texts 0, 2 and 3 find their image. Image 0 finds text 0; image 1 finds text 1 (0.949) before its own (0.894).
        Assert.Equal(new RetrievalRecall(0.75, 1, 1), report.TextToImage);
        Assert.Equal(new RetrievalRecall(0.5, 1, 1), report.ImageToText);
    }

    [Fact]
    public void Of_OneVectorForAll_FindsWhatComesFirst()
    {
        using var scope = NewDisposeScope();
        var report = ImageTextRetrieval.Of(ones(20, 3), ones(40, 3), [.. Enumerable.Range(0, 40).Select(text => (long)(text % 20))]);
        Assert.Equal(new RetrievalRecall(1 / 20.0, 5 / 20.0, 10 / 20.0), report.TextToImage);
        Assert.Equal(new RetrievalRecall(1 / 20.0, 5 / 20.0, 10 / 20.0), report.ImageToText);
    }

    [Fact]
    public void Of_RandomSets_IsWhatSortingGives()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var (images, texts) = (Set(random, random.Next(1, 12)), Set(random, random.Next(12, 30)));

            // Each image has one at least.
            long[] owners = [.. Enumerable.Range(0, texts.Length).Select(text => text < images.Length ? text : (long)random.Next(images.Length))];
            using var scope = NewDisposeScope();
            var report = ImageTextRetrieval.Of(Stacked(images), Stacked(texts), owners);

            foreach (var (most, toImage, toText) in new[] { (1, report.TextToImage.At1, report.ImageToText.At1), (5, report.TextToImage.At5, report.ImageToText.At5), (10, report.TextToImage.At10, report.ImageToText.At10) })
            {
                Assert.Equal(texts.Select((text, place) => First(text, images, most).Contains((int)owners[place])).Average(found => found ? 1.0 : 0), toImage, 12);
                Assert.Equal(images.Select((image, place) => First(image, texts, most).Any(text => owners[text] == place)).Average(found => found ? 1.0 : 0), toText, 12);
            }
        }
    }

    [Fact]
    public void Of_MoreThanABlock_IsThatOfParts()
    {
        using var scope = NewDisposeScope();
        var generator = new Generator(7);
        var images = randn([600, 8], generator: generator); // [600, 8]
        var texts = images + (0.4 * randn([600, 8], generator: generator)); // [600, 8]
        var report = ImageTextRetrieval.Of(images, texts, [.. Enumerable.Range(0, 600).Select(place => (long)place)]);
        var cosines = nn.functional.normalize(texts, 2, 1).matmul(nn.functional.normalize(images, 2, 1).t()); // [600, 600]
        Assert.Equal(cosines.argmax(1).eq(arange(600)).sum().ToInt64() / 600.0, report.TextToImage.At1, 12);
        Assert.Equal(cosines.argmax(0).eq(arange(600)).sum().ToInt64() / 600.0, report.ImageToText.At1, 12);
        Assert.InRange(report.TextToImage.At1, 0.1, 0.99);
    }

    [Fact]
    public void Of_WhatDoesNotBelongTogether_IsRefused()
    {
        using var scope = NewDisposeScope();
        var (images, texts) = (ones(2, 3), ones(3, 3));
        Assert.Throws<ShapeException>(() => ImageTextRetrieval.Of(images, ones(3, 4), [0, 1, 1]));
        Assert.Throws<ShapeException>(() => ImageTextRetrieval.Of(images, texts, [0, 1]));
        Assert.Contains("is 2", Assert.Throws<ShapeException>(() => ImageTextRetrieval.Of(images, texts, [0, 1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("Image 1", Assert.Throws<ShapeException>(() => ImageTextRetrieval.Of(images, texts, [0, 0, 0])).Message, StringComparison.Ordinal);
        Assert.Throws<ConfigException>(() => ImageTextRetrieval.Of(images, texts * float.NaN, [0, 1, 1]));
    }

    private static float[][] Set(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, 4).Select(_ => (random.NextSingle() * 2) - 1).ToArray())];

    private static Tensor Stacked(float[][] set) => tensor(set.SelectMany(one => one).ToArray(), set.Length, 4);

    private static int[] First(float[] query, float[][] set, int most) => [.. Enumerable.Range(0, set.Length).OrderByDescending(place => Cosine(query, set[place])).Take(most)];

    private static double Cosine(float[] one, float[] other)
    {
        static double Dot(float[] a, float[] b) => a.Zip(b, (x, y) => (double)x * y).Sum();
        return Dot(one, other) / Math.Sqrt(Dot(one, one) * Dot(other, other));
    }
}
