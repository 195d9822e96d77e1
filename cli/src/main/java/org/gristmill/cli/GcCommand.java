package org.gristmill.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.gristmill.common.store.FileInfo;
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
          + " what they take; and the hidden files that killed programs left half-written. Removes"
          + " them only with --delete. Training directories, downloads and reports are never"
          + " removed."
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
        List<Garbage> garbage = Garbage.in(directory);
        Optional<String> writer = directory.writer();
        if (writer.isPresent()) {
          console.print("Files half-written are not looked at: %s is writing", writer.get());
          return report(garbage, List.of(), "unused");
        }
        return report(garbage, outside(garbage, directory.store().unfinished("")), "unused");
      }
      try (Lease lease = directory.lease("gc")) {
        List<Garbage> garbage = Garbage.in(directory);
        for (Garbage item : garbage) {
          item.remove(lease.guarded().store());
        }
        List<FileInfo> unfinished = new ArrayList<>(lease.leftByPredecessor());
        unfinished.addAll(lease.removeUnfinished(""));
        return report(garbage, outside(garbage, unfinished), "removed");
      }
    }
  }

  /** Files that do not lie in a directory that is garbage as a whole. */
  private static List<FileInfo> outside(List<Garbage> garbage, List<FileInfo> files) {
    return files.stream()
        .filter(
            file ->
                garbage.stream().noneMatch(item -> file.path().startsWith(item.directory() + "/")))
        .toList();
  }

  private int report(List<Garbage> garbage, List<FileInfo> unfinished, String what)
      throws IOException {
    long bytes = 0;
    for (Garbage item : garbage) {
      console.print("%-9s%10s  %s", what, Wording.bytes(item.bytes()), item.directory());
      bytes += item.bytes();
    }
    for (FileInfo file : unfinished) {
      console.print("%-9s%10s  %s, half-written", what, Wording.bytes(file.bytes()), file.path());
      bytes += file.bytes();
    }
    console.print(
        "%s: %d director%s, %s%s%s",
        what.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + what.substring(1),
        garbage.size(),
        garbage.size() == 1 ? "y" : "ies",
        unfinished.isEmpty()
            ? ""
            : Wording.of(
                "%d half-written file%s, ", unfinished.size(), unfinished.size() == 1 ? "" : "s"),
        Wording.bytes(bytes),
        delete || (garbage.isEmpty() && unfinished.isEmpty()) ? "" : "; remove with --delete");
    json.write(
        Map.of(
            "deleted",
            delete,
            "bytes",
            bytes,
            "directories",
            garbage.stream().map(Garbage::directory).toList(),
            "halfWritten",
            unfinished.stream().map(FileInfo::path).toList()));
    return Failures.DONE;
  }
}
