using FaeRealtime.Core.Errors;
using FaeRealtime.Evaluation.Generation;

namespace FaeRealtime.Evaluation.Tests.Generation;

public sealed class CaptionFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fae-captions-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Read_Lines_EvenlyWithoutEmptyOnes()
    {
        var path = File("captions.txt", "one\n\n two \r\nthree\nfour\n");

        Assert.Equal(["one", "two", "three", "four"], CaptionFile.Read(path, 4));
        Assert.Equal(["one", "three"], CaptionFile.Read(path, 2));
        Assert.Contains("4 for 5", Assert.Throws<ConfigException>(() => CaptionFile.Read(path, 5)).Message, StringComparison.Ordinal);
    }

    /// <summary>Several captions a picture, in any order, as COCO's files have them.</summary>
    [Fact]
    public void Read_Coco_TheFirstOfEachPictureByItsId()
    {
        var path = File("captions_val2014.json", """
            {"images": [{"id": 9}], "annotations": [
              {"image_id": 9, "id": 7, "caption": "a dog runs"}, {"image_id": 3, "id": 12, "caption": "late"},
              {"image_id": 3, "id": 11, "caption": " a cat, asleep\n"}, {"image_id": 9, "id": 8, "caption": "a hound"}, {"image_id": 1, "id": 1, "caption": " "}]}
            """);

        Assert.Equal(["a cat, asleep", "a dog runs"], CaptionFile.Read(path, 2));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"annotations": [{"image_id": "x", "id": 1, "caption": "a"}]}""")]
    [InlineData("""{"annotations": [{"image_id": 1, "caption": "a"}]}""")]
    public void Read_OtherJson_SaysWhatItIsNot(string text) =>
        Assert.Contains("no COCO captions", Assert.Throws<ConfigException>(() => CaptionFile.Read(File("wrong.json", text), 1)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Missing_SaysSo() =>
        Assert.Contains("none.txt", Assert.Throws<ConfigException>(() => CaptionFile.Read(Path.Combine(_folder, "none.txt"), 1)).Message, StringComparison.Ordinal);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }
}
