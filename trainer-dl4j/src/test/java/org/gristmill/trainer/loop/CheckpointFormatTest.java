package org.gristmill.trainer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.gristmill.common.CorruptDataException;
import org.gristmill.common.config.SealedJson;
import org.gristmill.common.config.YamlConfig;
import org.gristmill.common.store.FileDigest;
import org.gristmill.common.store.Store;
import org.gristmill.common.store.Stores;
import org.gristmill.trainer.loop.CheckpointState.FileState;
import org.gristmill.trainer.loop.CheckpointState.RandomState;
import org.gristmill.trainer.loop.CheckpointState.StratumState;
import org.gristmill.trainer.model.DecoderShape;
import org.gristmill.trainer.runtime.NativeRuntime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The bytes of a checkpoint, as docs/formats.md fixes them. */
class CheckpointFormatTest {

  private static final String VECTOR =
      "4752495354564543"
          + "01000000"
          + "01000000"
          + "0300000000000000"
          + "0000000000000000"
          + "0000803f"
          + "000000c0"
          + "0000003f";

  @TempDir Path folder;

  @Test
  void vectorHasThirtyTwoBytesOfHeader() throws Exception {
    NativeRuntime.prepare();
    try (Store store = Stores.open(folder.toString(), Map.of())) {
      INDArray vector = Nd4j.createFromArray(1f, -2f, 0.5f);
      FileDigest digest = TensorFile.write(store, "v.bin", vector);
      assertThat(HexFormat.of().formatHex(Files.readAllBytes(folder.resolve("v.bin"))))
          .isEqualTo(VECTOR);

      INDArray read = Nd4j.createFromArray(0f, 0f, 0f);
      TensorFile.read(store, "v.bin", digest, read);
      assertThat(read.data().asFloat()).containsExactly(1f, -2f, 0.5f);
      INDArray shorter = Nd4j.createFromArray(0f, 0f);
      assertThatThrownBy(() -> TensorFile.read(store, "v.bin", digest, shorter))
          .isInstanceOf(CorruptDataException.class)
          .hasMessage("Cannot load v.bin: it has 44 bytes; expected 40");
    }
  }

  @Test
  void stateIsTheRecordedJson() throws Exception {
    CheckpointState state =
        new CheckpointState(
            CheckpointState.FORMAT_VERSION,
            20,
            80,
            5000,
            2,
            2,
            "0123456789ab",
            "00112233445566778899aabbccddeeff",
            0,
            new DecoderShape(300, 32, 32, 2, 4, 2, 88, 10_000, 1e-5),
            YamlConfig.parse("train.yaml", "preset: tiny\nsteps: 40\n"),
            new RandomState("java.util.Random", 7, 0),
            Map.of("en/prose/all/all", new StratumState(5000, 3.25, Optional.of(5.5))),
            Map.of("parameters.bin", new FileState(44, "00000000000000ff")));
    String json = new String(SealedJson.bytes(state), StandardCharsets.UTF_8);
    assertThat(json).isEqualTo(golden("state.json"));
    byte[] recorded = golden("state.json").getBytes(StandardCharsets.UTF_8);
    assertThat(SealedJson.parse("state.json", recorded).as(CheckpointState.class)).isEqualTo(state);
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = CheckpointFormatTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
