namespace FaeRealtime.Training.Optimisation;

/// <summary>What a step works on.</summary>
/// <param name="Views">Indices of the batch's views.</param>
/// <param name="Random">The step's random numbers.</param>
internal readonly record struct TrainingBatch(long[] Views, StepRandom Random);
