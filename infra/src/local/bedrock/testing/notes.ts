/** Passages of a note on keeping a greenhouse, as search would hand them over. */
export const passages = [
  {
    title: "Greenhouse > Climate",
    text: `A thermostat is a device that switches the heating on when the air becomes too cold. Roof vents let warm air escape before the leaves are scorched. Humidity sensors measure the water in the air, and they report it every 15 minutes. A shade cloth is a woven sheet that keeps half of the sunlight away from young plants. Night ventilation prevents mould on the lower leaves. Bubble insulation saves about 30 percent of the heating costs in a cold winter.`,
  },
  {
    title: "Greenhouse > Water",
    text: `Drip irrigation is a method that brings water to each root through thin tubes. Rain barrels store soft water for the dry weeks of summer. A moisture probe is a sensor that tells how dry the soil is at the roots. Morning watering leaves the foliage dry by the evening. The irrigation plan covers tomatoes, cucumbers, peppers and basil.

Before a new bed is used, it is prepared in this order:

1. Remove the roots of the old plants.
2. Spread three centimetres of ripe compost.
3. Lay the drip tubes along the rows.
4. Cover the soil with straw.`,
  },
  {
    title: "Greenhouse > Helpers and pests",
    text: `Ladybirds are beetles that eat aphids on roses and beans. Predatory mites hunt spider mites on the lower side of the leaves. Sticky traps are yellow cards that show which flies are about. Bumblebees pollinate tomato flowers better than a brush does. A quarantine shelf is a place where new plants stay for two weeks.

The shelf for emergencies holds these:

- spare glass for broken panes
- a roll of garden fleece
- soft soap against aphids
- a thermometer with an alarm`,
  },
];

/** A passage about something else altogether. */
export const elsewhere = {
  title: "Sailing",
  text: "A keel is a fin below the hull that keeps the boat upright. Sailors reef the mainsail when the wind becomes too strong.",
};
