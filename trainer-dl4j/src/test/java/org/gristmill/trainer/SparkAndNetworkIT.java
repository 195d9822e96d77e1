package org.gristmill.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.gristmill.trainer.runtime.NativeRuntime;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Spark and DL4J share one JVM and one class path: both work, also one inside the other. */
class SparkAndNetworkIT {

  private static SparkSession spark;

  @BeforeAll
  static void startSpark() {
    spark =
        SparkSession.builder()
            .master("local[2]")
            .appName("spark-and-network")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .getOrCreate();
  }

  @AfterAll
  static void stopSpark() {
    spark.stop();
  }

  @Test
  void networkLearnsBesideARunningSession() {
    assertThat(spark.range(1000).selectExpr("sum(id)").first().getLong(0)).isEqualTo(499_500);
    assertThat(lossAfterLearningExclusiveOr()).isLessThan(0.1);
    assertThat(spark.range(10).filter("id % 2 = 0").count()).isEqualTo(5);
  }

  @Test
  void networkLearnsInsideATask() {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    List<Double> losses = context.parallelize(List.of(1, 2), 2).map(new LearnInTask()).collect();
    assertThat(losses).hasSize(2).allSatisfy(loss -> assertThat(loss).isLessThan(0.1));
  }

  static double lossAfterLearningExclusiveOr() {
    NativeRuntime.prepare();
    INDArray inputs = Nd4j.createFromArray(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
    INDArray labels = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}, {0, 1}, {1, 0}});
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(0.05))
                .list()
                .layer(new DenseLayer.Builder().nIn(2).nOut(8).activation(Activation.TANH).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    network.init();
    for (int step = 0; step < 200; step++) {
      network.fit(inputs, labels);
    }
    return network.score();
  }

  private static final class LearnInTask
      implements org.apache.spark.api.java.function.Function<Integer, Double>, Serializable {
    private static final long serialVersionUID = 1L;

    @Override
    public Double call(Integer ignored) {
      return lossAfterLearningExclusiveOr();
    }
  }
}
