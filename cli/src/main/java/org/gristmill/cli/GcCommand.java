package org.gristmill.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.gristmill.common.work.Lease;
import org.gristmill.common.work.WorkDirectory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Frees the disk of what no run points to. */
@Command(
    name = "gc",
    description = {
      "Remove what no run points to any more.",
      "",
      "Lists artefacts that no file in runs/ names, directly or through a stage it names, and says"
          + " what they take. Removes them only with --delete. Training directories, downloads and"
          + " reports are never removed."
    })
final class GcCommand implements Callable<Integer> {

  private final Console console;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      defaultValue = "work",
      description = "Work directory (default: ${DEFAULT-VALUE}).")
  private String work;

  @Option(names = "--delete", description = "Remove them; without it they are only listed.")
  private boolean delete;

  @Mixin private JsonOutput json;

  GcCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    try (WorkDirectory directory = WorkDirectory.open(work, Map.of())) {
      if (!delete) {
        return report(Garbage.in(directory), "unused");
      }
      try (Lease lease = directory.lease("gc")) {
        List<Garbage> garbage = Garbage.in(directory);
        for (Garbage item : garbage) {
          lease.ensureHeld();
          item.remove(directory.store());
        }
        return report(garbage, "removed");
      }
    }
  }

  private int report(List<Garbage> garbage, String what) throws IOException {
    long bytes = 0;
    for (Garbage item : garbage) {
      console.print("%-9s%10s  %s", what, Wording.bytes(item.bytes()), item.directory());
      bytes += item.bytes();
    }
    console.print(
        "%s: %d director%s, %s%s",
        what.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + what.substring(1),
        garbage.size(),
        garbage.size() == 1 ? "y" : "ies",
        Wording.bytes(bytes),
        delete || garbage.isEmpty() ? "" : "; remove with --delete");
    json.write(
        Map.of(
            "deleted", delete,
            "bytes", bytes,
            "directories", garbage.stream().map(Garbage::directory).toList()));
    return Failures.DONE;
  }
}
