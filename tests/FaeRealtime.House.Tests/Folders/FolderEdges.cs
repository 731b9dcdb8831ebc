using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace FaeRealtime.House.Tests.Folders;

/// <summary>Which folders of a room need which, by what their code names: types, and members of types. Documentation comments do not count.</summary>
internal sealed class FolderEdges
{
    // From folder to folder, with one example each.
    private readonly Dictionary<string, Dictionary<string, string>> _edges = [];

    /// <summary>Looks at every name of a compilation's sources.</summary>
    /// <param name="compilation">Its types are told apart by their files' folders.</param>
    public static FolderEdges Of(Compilation compilation)
    {
        var found = new FolderEdges();
        foreach (var tree in compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0))
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var node in tree.GetRoot().DescendantNodes().Where(node => node is SimpleNameSyntax or ImplicitObjectCreationExpressionSyntax or ElementAccessExpressionSyntax))
            {
                if (TypeOf(model.GetSymbolInfo(node)) is { } type && SymbolEqualityComparer.Default.Equals(type.ContainingAssembly, compilation.Assembly))
                {
                    found.Add(tree.FilePath, type);
                }
            }
        }

        return found;
    }

    /// <summary>The circles: folders each of which leads to each other of them.</summary>
    /// <returns>A circle an entry: its folders, and the edges inside it, each with an example.</returns>
    public IReadOnlyList<(string[] Folders, string[] Edges)> Circles()
    {
        var reached = _edges.Keys.ToDictionary(folder => folder, Reached);
        var left = _edges.Keys.Where(folder => reached[folder].Contains(folder)).Order(StringComparer.Ordinal).ToList();
        List<(string[], string[])> circles = [];
        while (left.Count > 0)
        {
            string[] circle = [.. left.Where(folder => reached[left[0]].Contains(folder) && reached[folder].Contains(left[0]))];
            left.RemoveAll(circle.Contains);
            circles.Add((circle, [.. from folder in circle from edge in _edges[folder] where circle.Contains(edge.Key) select $"{folder} -> {edge.Key}: {edge.Value}"]));
        }

        return circles;
    }

    private static INamedTypeSymbol? TypeOf(SymbolInfo info)
    {
        var symbol = info.Symbol ?? info.CandidateSymbols.FirstOrDefault();
        return (symbol as INamedTypeSymbol ?? symbol?.ContainingType)?.OriginalDefinition;
    }

    private void Add(string file, INamedTypeSymbol type)
    {
        var from = Path.GetDirectoryName(file)!;
        foreach (var declared in type.DeclaringSyntaxReferences.Select(reference => reference.SyntaxTree.FilePath).Where(path => path.Length > 0))
        {
            var to = Path.GetDirectoryName(declared)!;
            if (to != from)
            {
                if (!_edges.TryGetValue(from, out var edges))
                {
                    _edges[from] = edges = [];
                }

                edges.TryAdd(to, $"{Path.GetFileName(file)} names {type.Name}");
            }
        }
    }

    private HashSet<string> Reached(string folder)
    {
        var reached = new HashSet<string>();
        var waiting = new Stack<string>([folder]);
        while (waiting.TryPop(out var next))
        {
            foreach (var other in _edges.GetValueOrDefault(next)?.Keys ?? Enumerable.Empty<string>())
            {
                if (reached.Add(other))
                {
                    waiting.Push(other);
                }
            }
        }

        return reached;
    }
}
