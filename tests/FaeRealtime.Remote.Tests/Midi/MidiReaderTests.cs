using FaeRealtime.Remote.Midi;
using FaeRealtime.Remote.Osc;

namespace FaeRealtime.Remote.Tests.Midi;

public sealed class MidiReaderTests
{
    [Theory]
    [InlineData("B0 07 7F", "/midi/1/cc/7 1")]
    [InlineData("BF 7F 00", "/midi/16/cc/127 0")]
    [InlineData("99 24 7F 89 24 40", "/midi/10/note/36 1, /midi/10/note/36 0")]
    [InlineData("90 3C 00", "/midi/1/note/60 0")]
    [InlineData("C0 05", "/midi/1/program 5")]
    [InlineData("D3 7F", "/midi/4/pressure 1")]
    [InlineData("A0 01 7F", "/midi/1/pressure/1 1")]
    [InlineData("E0 00 40 E0 7F 7F E0 00 00", "/midi/1/bend 0, /midi/1/bend 1, /midi/1/bend -1")]
    [InlineData("FA F8 FC FB FE FF", "/midi/start , /midi/clock , /midi/stop , /midi/continue ")]
    public void Take_Message_IsNamed(string bytes, string expected) => Assert.Equal(expected, Read(bytes));

    [Theory]
    [InlineData("B0 01 7F 02 00", "/midi/1/cc/1 1, /midi/1/cc/2 0")]
    [InlineData("B0 01 F8 7F", "/midi/clock , /midi/1/cc/1 1")]
    [InlineData("F0 43 10 F8 4C F7 01 02 B0 01 7F", "/midi/clock , /midi/1/cc/1 1")]
    [InlineData("B0 01 F2 05 06 7F", "")]
    [InlineData("05 06 B0 90 01 7F", "/midi/1/note/1 1")]
    [InlineData("C0 05 06", "/midi/1/program 5, /midi/1/program 6")]
    public void Take_RunningStatusAndStrangeBytes_AsTheStandardHasIt(string bytes, string expected) => Assert.Equal(expected, Read(bytes));

    [Fact]
    public void Take_AnyBytes_GivesValuesInRange()
    {
        var (random, reader) = (new Random(7), new MidiReader());
        var messages = Enumerable.Range(0, 100_000).Select(_ => reader.Take((byte)random.Next(256))).OfType<OscMessage>().ToList();

        Assert.NotEmpty(messages);
        Assert.All(messages.SelectMany(message => message.Arguments.Select(argument => (message.Address, argument.Real))), item =>
            Assert.InRange(item.Real, item.Address.EndsWith("bend", StringComparison.Ordinal) ? -1 : 0, item.Address.EndsWith("program", StringComparison.Ordinal) ? 127 : 1));
    }

    private static string Read(string bytes)
    {
        var reader = new MidiReader();
        return string.Join(", ", Convert.FromHexString(bytes.Replace(" ", string.Empty, StringComparison.Ordinal)).Select(reader.Take).OfType<OscMessage>()
            .Select(message => $"{message.Address} {string.Join(' ', message.Arguments)}"));
    }
}
