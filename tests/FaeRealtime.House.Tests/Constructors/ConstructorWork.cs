using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FaeRealtime.House.Tests.Constructors;

/// <summary>What constructors of a room do beyond assigning.</summary>
/// <remarks>A constructor is its body, its arguments to another one, and the initial values of its type's fields and properties. What a lambda does counts where LINQ runs it at once.</remarks>
internal static class ConstructorWork
{
    // Static methods of the house with these names make what must be closed, or take long.
    private static readonly HashSet<string> Factories = ["Open", "Create", "Start", "Load", "Prepare", "OpenAsync", "StartAsync", "LoadAsync"];

    // Types whose construction is work itself.
    private static readonly HashSet<string> Opening = ["System.IO.FileStream", "System.IO.StreamReader", "System.IO.StreamWriter", "System.Net.Sockets.Socket", "System.Net.Sockets.UdpClient", "System.Net.Sockets.TcpListener"];

    private static readonly HashSet<string> Acting = ["System.IO.File", "System.IO.Directory", "System.IO.MemoryMappedFiles.MemoryMappedFile", "System.Diagnostics.Process", "System.Threading.Thread", "System.Net.Sockets.Socket", "System.Runtime.InteropServices.NativeLibrary", "System.Runtime.InteropServices.NativeMemory", "Silk.NET.OpenGL.GL"];

    /// <summary>Each piece of work: type, line and what it is.</summary>
    public static IEnumerable<string> Of(CSharpCompilation room) =>
        from tree in room.SyntaxTrees
        let model = room.GetSemanticModel(tree)
        from type in tree.GetRoot().DescendantNodes().OfType<TypeDeclarationSyntax>()
        where model.GetDeclaredSymbol(type) is { } symbol && !IsModule(symbol)
        from part in Parts(type)
        from node in Executed(part, model)
        let work = Work(node, model)
        where work is not null
        select $"{Path.GetFileName(tree.FilePath)}({node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}): {type.Identifier.Text} {work}";

    // Networks register their layers by what they construct.
    private static bool IsModule(INamedTypeSymbol type)
    {
        for (var up = type.BaseType; up is not null; up = up.BaseType)
        {
            if (up.ToDisplayString().StartsWith("TorchSharp.torch.nn.Module", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<SyntaxNode> Parts(TypeDeclarationSyntax type)
    {
        foreach (var member in type.Members.Where(member => !member.Modifiers.Any(SyntaxKind.StaticKeyword) && !member.Modifiers.Any(SyntaxKind.ConstKeyword)))
        {
            switch (member)
            {
                case ConstructorDeclarationSyntax constructor:
                    yield return constructor;
                    break;
                case FieldDeclarationSyntax field:
                    yield return field;
                    break;
                case PropertyDeclarationSyntax { Initializer: { } value }:
                    yield return value;
                    break;
            }
        }
    }

    private static IEnumerable<SyntaxNode> Executed(SyntaxNode part, SemanticModel model) =>
        part.DescendantNodes(node => node is not (LocalFunctionStatementSyntax or ThrowExpressionSyntax or ThrowStatementSyntax) && (node is not LambdaExpressionSyntax || RunsAtOnce(node, model)));

    private static bool RunsAtOnce(SyntaxNode lambda, SemanticModel model) =>
        lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax call }
        && model.GetSymbolInfo(call).Symbol is IMethodSymbol { ContainingType: { } owner } && owner.ToDisplayString() is "System.Linq.Enumerable" or "System.Array";

    private static string? Work(SyntaxNode node, SemanticModel model)
    {
        switch (node)
        {
            case InvocationExpressionSyntax call when model.GetSymbolInfo(call).Symbol is IMethodSymbol method:
                var owner = method.ContainingType.ToDisplayString();
                return Acting.Contains(owner) ? $"calls {owner}.{method.Name}"
                    : method.GetAttributes().Any(item => item.AttributeClass?.Name is "LibraryImportAttribute" or "DllImportAttribute") ? $"calls the native {method.Name}"
                    : method.IsStatic && Factories.Contains(method.Name) && owner.StartsWith("FaeRealtime.", StringComparison.Ordinal) ? $"calls {owner}.{method.Name}"
                    : null;
            case InvocationExpressionSyntax call when model.GetTypeInfo(call.Expression).Type is IFunctionPointerTypeSymbol:
                return "calls a native function";
            case BaseObjectCreationExpressionSyntax made when model.GetTypeInfo(made).Type is { } type && Opening.Contains(type.ToDisplayString()):
                return $"makes a {type.Name}";
            default:
                return null;
        }
    }
}
