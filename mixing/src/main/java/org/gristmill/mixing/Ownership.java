package org.gristmill.mixing;

import java.util.ArrayList;
import java.util.List;
import org.gristmill.common.ConfigException;

/** Which component has which strata: of those that name a stratum, the last. */
record Ownership(List<List<Stratum>> strataOfComponent, List<Stratum> unused) {

  /**
   * Assigns the strata of the inventory.
   *
   * @throws ConfigException if a component names no stratum, or only strata that later components
   *     take
   */
  static Ownership of(Mixture mixture, Inventory inventory) {
    List<MixComponent> components = mixture.components();
    List<List<Stratum>> owned = new ArrayList<>();
    components.forEach(component -> owned.add(new ArrayList<>()));
    boolean[] named = new boolean[components.size()];
    List<Stratum> unused = new ArrayList<>();
    for (Stratum stratum : inventory.stocks().keySet()) {
      int owner = -1;
      for (int c = 0; c < components.size(); c++) {
        if (components.get(c).pattern().matches(stratum)) {
          named[c] = true;
          owner = c;
        }
      }
      (owner < 0 ? unused : owned.get(owner)).add(stratum);
    }
    for (int c = 0; c < components.size(); c++) {
      if (!named[c]) {
        throw namesNothing(components.get(c), inventory);
      }
      if (owned.get(c).isEmpty() && components.get(c).amount().signum() > 0) {
        throw new ConfigException(
            Wording.of(
                "%s: Cannot use pattern '%s': later patterns take every stratum it names, so its %s of %s would be lost; expected it after them, or not at all",
                components.get(c).where(),
                components.get(c).pattern(),
                components.get(c).ask().key(),
                components.get(c).amount().toPlainString()));
      }
    }
    return new Ownership(owned, unused);
  }

  private static ConfigException namesNothing(MixComponent component, Inventory inventory) {
    String hint =
        NearestStratum.to(component.pattern(), inventory)
            .map(stratum -> "the nearest stratum is '" + stratum + "'")
            .orElse("the token store has no strata");
    return new ConfigException(
        Wording.of(
            "%s: Cannot use pattern '%s': it matches no stratum; %s",
            component.where(), component.pattern(), hint));
  }
}
