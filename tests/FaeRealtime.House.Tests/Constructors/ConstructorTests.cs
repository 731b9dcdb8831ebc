using FaeRealtime.House.Tests.Folders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace FaeRealtime.House.Tests.Constructors;

/// <summary>Constructors assign. What opens a file, starts a thread or process, maps memory, speaks to OpenGL or to a native library, or opens a part that does, is a static method named by what it does, which frees what it made where it fails.</summary>
public sealed class ConstructorTests
{
    private static readonly RoomCompilation Rooms = new();

    public static TheoryData<string> Names => new(RoomCompilation.Names.Where(name => name is not "FaeRealtime.Models"));

    [Theory]
    [MemberData(nameof(Names))]
    public void Constructors_OfRoom_OnlyAssign(string room) => Assert.Empty(ConstructorWork.Of(Rooms.Of(room)));

    [Theory]
    [InlineData("A() => new System.Threading.Thread(Run).Start(); static void Run() { }", "A calls System.Threading.Thread.Start")]
    [InlineData("bool _there = System.IO.File.Exists(\"a\");", "A calls System.IO.File.Exists")]
    [InlineData("B _b; A() => _b = B.Open();", "A calls FaeRealtime.B.Open")]
    [InlineData("bool[] _there; A(string[] names) => _there = System.Linq.Enumerable.ToArray(System.Linq.Enumerable.Select(names, name => System.IO.File.Exists(name)));", "A calls System.IO.File.Exists")]
    [InlineData("System.Func<B> _later = () => B.Open(); static A Open() { while (true) ; } A(B b) => _later = () => b;")]
    public void Constructor_ThatWorks_IsFound(string member, params string[] work)
    {
        var room = CSharpCompilation.Create(
            "room",
            [CSharpSyntaxTree.ParseText($"namespace FaeRealtime; class A {{ {member} }} class B {{ internal static B Open() => null; }}", path: "A.cs")],
            RoomCompilation.Framework,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        Assert.Equal(work.Select(item => $"A.cs(1): {item}"), ConstructorWork.Of(room).Order(StringComparer.Ordinal));
    }
}
