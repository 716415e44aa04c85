using FlZk.Training.Data;
using FlZk.Training.Models;

namespace FlZk.Training.Tests;

public sealed class MultiLayerPerceptronTests
{
    [Fact]
    public void Parameters_are_laid_out_layer_by_layer_as_PyTorch_names_them()
    {
        var model = new MultiLayerPerceptron(20, 32, 16, 6);
        Assert.Equal(1302, model.ParameterCount);
        Assert.Equal(
            ["layer0.weight", "layer0.bias", "layer1.weight", "layer1.bias", "layer2.weight", "layer2.bias"],
            model.Tensors.Select(t => t.Name));
        Assert.Equal([32L, 20L], model.Tensors[0].Shape);
        Assert.Equal([6L], model.Tensors[5].Shape);
        Assert.Equal(model.ParameterCount, model.Tensors.Sum(tensor => tensor.Shape.Aggregate((a, b) => a * b)));
    }

    [Fact]
    public void A_network_computed_by_hand_gives_the_same_loss()
    {
        // Two inputs, one hidden unit, two classes: h = relu(1 x0 - 2 x1 + 0.5), scores = (h, -h + 1).
        var model = new MultiLayerPerceptron(2, 1, 2);
        float[] parameters = [1, -2, 0.5f, 1, -1, 0, 1];
        var dataset = new TabularDataset([3, 1, 0, 5], [0, 1], ["x0", "x1"], ["a", "b"]);
        double expectedActive = Math.Log(Math.Exp(1.5) + Math.Exp(-0.5)) - 1.5;
        double expectedCutOff = Math.Log(Math.Exp(0) + Math.Exp(1)) - 1;
        var gradient = new float[model.ParameterCount];
        Assert.Equal(expectedActive, model.LossAndGradient(parameters, dataset, [0], gradient), 5);
        Assert.Equal(expectedCutOff, model.LossAndGradient(parameters, dataset, [1], gradient), 5);
        Assert.Equal((expectedActive + expectedCutOff) / 2, model.LossAndGradient(parameters, dataset, [0, 1], gradient), 5);
        Assert.Equal(1, model.Accuracy(parameters, dataset));
    }

    [Fact]
    public void The_gradient_is_the_slope_of_the_loss()
    {
        var model = new MultiLayerPerceptron(6, 7, 5, 3);
        TabularDataset dataset = GeneratedDataset.Create(1, rows: 20, features: 6, classes: 3);
        float[] parameters = model.Initialise(1);
        int[] rows = [.. Enumerable.Range(0, 20)];
        var gradient = new float[model.ParameterCount];
        var ignored = new float[model.ParameterCount];
        model.LossAndGradient(parameters, dataset, rows, gradient);
        double loss = model.LossAndGradient(parameters, dataset, rows, ignored);
        const float step = 1e-3f;
        for (int i = 0; i < parameters.Length; i++)
        {
            float at = parameters[i];
            parameters[i] = at + step;
            double right = (model.LossAndGradient(parameters, dataset, rows, ignored) - loss) / step;
            parameters[i] = at - step;
            double left = (loss - model.LossAndGradient(parameters, dataset, rows, ignored)) / step;
            parameters[i] = at;

            // A unit that is cut off inside the step bends the loss on that side; the other side still tells the slope.
            Assert.True(
                Math.Min(Math.Abs(gradient[i] - left), Math.Abs(gradient[i] - right)) < 0.01, $"{i}: {left}, {gradient[i]}, {right}");
        }
    }

    [Fact]
    public void Huge_scores_keep_the_loss_finite()
    {
        var model = new MultiLayerPerceptron(1, 2);
        var dataset = new TabularDataset([1], [1], ["x"], ["a", "b"]);
        var gradient = new float[model.ParameterCount];
        Assert.Equal(20_000, model.LossAndGradient([10_000, -10_000, 0, 0], dataset, [0], gradient), 0);
        Assert.All(gradient, slope => Assert.True(float.IsFinite(slope)));
    }

    [Fact]
    public void Foreign_parameters_and_data_are_refused()
    {
        var model = new MultiLayerPerceptron(2, 2);
        var dataset = new TabularDataset([1, 2], [1], ["x", "y"], ["a", "b"]);
        Assert.Throws<ArgumentException>(() => model.Accuracy(new float[5], dataset));
        Assert.Throws<ArgumentException>(() => model.Accuracy(new float[6], GeneratedDataset.Create(1, rows: 2)));
        Assert.Throws<ArgumentException>(() => model.LossAndGradient(new float[6], dataset, [], new float[6]));
        Assert.Throws<ArgumentException>(() => model.LossAndGradient(new float[6], dataset, [0], new float[5]));
        Assert.Throws<ArgumentException>(() => new MultiLayerPerceptron(2));
        Assert.Throws<ArgumentException>(() => new MultiLayerPerceptron(2, 0, 2));
    }
}
