import { CfnWebACL, CfnWebACLAssociation } from "aws-cdk-lib/aws-wafv2";
import type { Construct } from "constructs";

/**
 * Rules about a body look for what is right at home in a question or an answer about security: markup, paths, the
 * address of the metadata service. Bodies are JSON that the contract's schemas check, and are never shown as markup,
 * so these rules count and don't block.
 */
const bodyRules = [
  "SizeRestrictions_BODY",
  "CrossSiteScripting_BODY",
  "GenericLFI_BODY",
  "GenericRFI_BODY",
  "EC2MetaDataSSRF_BODY",
];

/**
 * The web ACL of the API. It has no rule by address: behind the site's proxy, requests of all people come from the
 * addresses of the content delivery network. The stage's throttling bounds how many there are.
 *
 * @param stageArn the API's stage
 */
export function firewall(scope: Construct, name: string, stageArn: string): void {
  const acl = new CfnWebACL(scope, "Firewall", {
    scope: "REGIONAL",
    defaultAction: { allow: {} },
    visibilityConfig: visibility(name),
    rules: [
      managedRules("AWSManagedRulesCommonRuleSet", 0, bodyRules),
      managedRules("AWSManagedRulesKnownBadInputsRuleSet", 1, []),
    ],
  });
  new CfnWebACLAssociation(scope, "FirewallAssociation", { resourceArn: stageArn, webAclArn: acl.attrArn });
}

function managedRules(
  name: string,
  priority: number,
  onlyCounted: readonly string[],
): CfnWebACL.RuleProperty {
  return {
    name,
    priority,
    overrideAction: { none: {} },
    visibilityConfig: visibility(name),
    statement: {
      managedRuleGroupStatement: {
        vendorName: "AWS",
        name,
        ruleActionOverrides: onlyCounted.map((rule) => ({ name: rule, actionToUse: { count: {} } })),
      },
    },
  };
}

const visibility = (metricName: string): CfnWebACL.VisibilityConfigProperty => ({
  metricName,
  cloudWatchMetricsEnabled: true,
  // Samples hold whole requests, with the tokens in their headers.
  sampledRequestsEnabled: false,
});
