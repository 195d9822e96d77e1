package org.gristmill.trainer.model;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.gristmill.trainer.model.ParameterLayout.Group;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Tells DL4J the groups of the flat vector; the values are set by {@link Initialization}. */
final class DecoderParameters implements ParamInitializer {

  private static final List<String> KEYS = Arrays.stream(Group.values()).map(Group::key).toList();

  private final ParameterLayout layout;

  DecoderParameters(ParameterLayout layout) {
    this.layout = layout;
  }

  @Override
  public long numParams(NeuralNetConfiguration network) {
    return layout.length();
  }

  @Override
  public long numParams(Layer layer) {
    return layout.length();
  }

  @Override
  public List<String> paramKeys(Layer layer) {
    return KEYS;
  }

  @Override
  public List<String> weightKeys(Layer layer) {
    return KEYS;
  }

  @Override
  public List<String> biasKeys(Layer layer) {
    return List.of();
  }

  @Override
  public boolean isWeightParam(Layer layer, String key) {
    return KEYS.contains(key);
  }

  @Override
  public boolean isBiasParam(Layer layer, String key) {
    return false;
  }

  @Override
  public Map<String, INDArray> init(
      NeuralNetConfiguration network, INDArray parameters, boolean initialize) {
    KEYS.forEach(network::addVariable);
    return split(parameters);
  }

  @Override
  public Map<String, INDArray> getGradientsFromFlattened(
      NeuralNetConfiguration network, INDArray gradients) {
    return split(gradients);
  }

  private Map<String, INDArray> split(INDArray flat) {
    INDArray vector = flat.reshape(flat.length());
    Map<String, INDArray> groups = new LinkedHashMap<>();
    long from = 0;
    for (Group group : Group.values()) {
      long count = layout.length(group);
      groups.put(
          group.key(), vector.get(NDArrayIndex.interval(from, from + count)).reshape(1, count));
      from += count;
    }
    return groups;
  }
}
