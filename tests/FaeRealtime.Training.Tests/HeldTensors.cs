using System.Collections;
using System.Reflection;
using TorchSharp;

namespace FaeRealtime.Training.Tests;

/// <summary>Finds the tensors that an object and whatever it refers to hold.</summary>
internal static class HeldTensors
{
    /// <summary>Every tensor once, with the way to it.</summary>
    public static IEnumerable<(string Path, torch.Tensor Tensor)> Of(object root) =>
        Of(root, root.GetType().Name, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static IEnumerable<(string Path, torch.Tensor Tensor)> Of(object? value, string path, HashSet<object> seen)
    {
        if (value is null || value.GetType().IsPrimitive || value is string or Pointer || !seen.Add(value))
        {
            return [];
        }

        return value switch
        {
            torch.Tensor tensor => tensor.IsInvalid ? [] : [(path, tensor)],
            torch.nn.Module module => module.named_parameters().Select(entry => (entry.name, Tensor: (torch.Tensor)entry.parameter)).Concat(module.named_buffers().Select(entry => (entry.name, Tensor: entry.buffer)))
                .Where(entry => seen.Add(entry.Tensor)).Select(entry => ($"{path}.{entry.name}", entry.Tensor)),
            IEnumerable many => many.Cast<object?>().SelectMany((one, i) => Of(one, $"{path}[{i}]", seen)),
            _ => Fields(value).SelectMany(field => Of(field.GetValue(value), $"{path}.{field.Name}", seen)),
        };
    }

    private static IEnumerable<FieldInfo> Fields(object value)
    {
        for (var type = value.GetType(); type?.Namespace is { } space && (space.StartsWith("FaeRealtime", StringComparison.Ordinal) || type.IsGenericType); type = type.BaseType)
        {
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return field;
            }
        }
    }
}
