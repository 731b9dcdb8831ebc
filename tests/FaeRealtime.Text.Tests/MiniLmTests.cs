using System.Diagnostics;
using FaeRealtime.Core.Errors;

namespace FaeRealtime.Text.Tests;

public sealed class MiniLmTests
{
    private static readonly Lazy<MiniLm> Encoder = new(() => MiniLm.Open(Path.Combine(AppContext.BaseDirectory, MiniLm.OwnFile)));

    [Theory]
    [InlineData("long red hair", "red haired", "round glasses")]
    [InlineData("blue background", "background in blue", "smiling robot")]
    public void Encode_RelatedPhrases_AreNearer(string phrase, string related, string other)
    {
        var vector = Encoder.Value.Encode(phrase);

        Assert.Equal(384, vector.Length);
        Assert.Equal(1, Dot(vector, vector), 5);
        Assert.True(Dot(vector, Encoder.Value.Encode(related)) > Dot(vector, Encoder.Value.Encode(other)) + 0.2);
    }

    [Fact]
    public void Encode_SamePhraseInAnotherCase_IsTheSame() => Assert.Equal(Encoder.Value.Encode("Round Glasses"), Encoder.Value.Encode("round glasses"));

    [Fact]
    public void Encode_VeryLongText_IsCut() => Assert.Equal(384, Encoder.Value.Encode(string.Concat(Enumerable.Repeat("hair ", 5000))).Length);

    [Fact]
    public void Open_WhatIsNoEncoder_SaysWhatToGive()
    {
        var file = Path.GetTempFileName();
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            // A named pipe that nobody writes would be waited for.
            var pipe = Path.Combine(folder.FullName, "pipe");
            using (var made = Process.Start("mkfifo", [pipe]))
            {
                made.WaitForExit();
            }

            foreach (var path in new[] { file, pipe, folder.FullName, Path.Combine(folder.FullName, "absent") })
            {
                var failure = Assert.Throws<ConfigException>(() => MiniLm.Open(path));
                Assert.Contains("model.onnx and vocab.txt", failure.Message, StringComparison.Ordinal);
                Assert.Equal(path == file, failure.Message.Contains("assembly", StringComparison.OrdinalIgnoreCase) || failure.InnerException is BadImageFormatException);
            }
        }
        finally
        {
            File.Delete(file);
            folder.Delete(recursive: true);
        }
    }

    private static double Dot(float[] one, float[] other) => one.Zip(other, (a, b) => (double)a * b).Sum();
}
