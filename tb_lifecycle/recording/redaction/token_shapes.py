"""The shapes of credentials that services give out. Data alone; `shapes.py` reads it.

The lengths, alphabets and beginnings are facts that the services publish and that public rule sets collect:

- gitleaks 8.30 (MIT licence), its rules of July 2026;
- detect-secrets 1.5.0 (Apache-2.0 licence), its detectors;
- the services' own manuals for what neither of them lists.

Their patterns and descriptions are not copied: each line below is written from the facts.

A line: what it is | words of which one is in every text that has it, in small letters | its shape. Where
`~` begins the shape, what matches must look random too, as the beginning alone is an ordinary word. A shape
starts and ends where a word does, without its saying so.
"""

# ruff: noqa: E501 - patterns are read whole

from __future__ import annotations

VERSION = "2026.07"

SHAPES = r"""
AWS access key | akia asia abia acca a3t | (?:AKIA|ASIA|ABIA|ACCA|A3T[A-Z0-9])[A-Z0-9]{16}
AWS Bedrock key | absk | ABSK[A-Za-z0-9+/]{60,280}={0,2}
AWS Bedrock key | bedrock-api-key- | bedrock-api-key-[A-Za-z0-9+/=]{20,2000}
GitHub token | ghp_ gho_ ghu_ ghs_ ghr_ | gh[pousr]_[A-Za-z0-9]{30,255}
GitHub token | github_pat_ | github_pat_[A-Za-z0-9_]{22,255}
GitLab token | glpat- gldt- glft- glrt- glrtr- glptt- glsoat- glimt- glagent- gloas- glffct- glcbt- glwt- | gl(?:pat|dt|ft|rtr?|ptt|soat|imt|agent|oas|ffct|cbt|wt)-[\w.-]{20,300}
GitLab token | gr1348941 | GR1348941[\w-]{20,60}
GitLab session | _gitlab_session= | (?<=_gitlab_session=)[0-9a-z]{32}
Bitbucket token | atctt3 atbb | (?:ATCTT3x|ATBB)[A-Za-z0-9_=-]{24,300}
Atlassian token | atatt3 atsatt atoatt atcatt | AT(?:ATT|SATT|OATT|CATT)[A-Za-z0-9_=-]{40,400}
Azure secret | q~ | [A-Za-z0-9_~.]{3}\dQ~[A-Za-z0-9_~.-]{31,34}
Azure DevOps token | azdo | [A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}
Azure key | acdb +ast azfu azca aiot azse azmap apim | [A-Za-z0-9+/]{30,80}(?:ACDb|\+AStf?|AzFu|AzCa|AIoT|AzSe|AzMap|APIM)[A-Za-z0-9+/]{5,12}={0,2}
Google key | aiza | AIza[\w-]{35}
Google token | ya29. | ya29\.[\w.-]{20,2000}
Google client secret | gocspx- | GOCSPX-[\w-]{28}
Google refresh token | 1// | 1//0[\w-]{40,120}
Alibaba key | ltai | LTAI[A-Za-z0-9]{12,24}
Tencent key | akid | AKID[A-Za-z0-9]{32}
Yandex token | aqvn t1. y0_ ycaj | (?:AQVN[\w-]{35,38}|t1\.[\w-]{20,200}=?=?\.[\w-]{86}=?=?|y0_[\w-]{40,80}|YCAJ[\w-]{20,40})
OpenAI key | sk-proj- sk-svcacct- sk-admin- sk-none- t3blbkfj | sk-(?:proj|svcacct|admin|None)-[\w-]{20,255}|sk-[A-Za-z0-9]{20}T3BlbkFJ[A-Za-z0-9]{20}
Anthropic key | sk-ant- | sk-ant-[a-z0-9]{3,12}-[\w-]{20,255}
Hugging Face token | hf_ api_org_ | (?:hf|api_org)_[A-Za-z0-9]{30,255}
xAI key | xai- | xai-[A-Za-z0-9]{40,120}
Groq key | gsk_ | gsk_[A-Za-z0-9]{40,80}
Replicate token | r8_ | r8_[A-Za-z0-9]{30,60}
Perplexity key | pplx- | pplx-[A-Za-z0-9]{30,80}
Fireworks key | fw_ | fw_[A-Za-z0-9]{20,40}
Together key | tgp_v1_ | tgp_v1_[\w-]{30,80}
Voyage key | pa- | ~pa-[\w-]{40,50}
Jina key | jina_ | jina_[A-Za-z0-9]{40,80}
Pinecone key | pcsk_ | pcsk_[A-Za-z0-9_]{40,120}
Tavily key | tvly- | tvly-[\w-]{20,60}
ElevenLabs key | sk_ | sk_[0-9a-f]{48}
Cerebras key | csk- | ~csk-[a-z0-9]{30,60}
NVIDIA key | nvapi- | nvapi-[\w-]{40,120}
LangSmith key | lsv2_ ls__ | lsv2_(?:pt|sk)_[0-9a-f]{32}_[0-9a-f]{8,12}|ls__[0-9a-f]{32}
Langfuse key | sk-lf- pk-lf- | [sp]k-lf-[0-9a-f]{8}-[0-9a-f-]{20,40}
Weights & Biases key | wandb_v1_ | wandb_v\d_[\w]{40,120}
Weights & Biases key | local- | local-[0-9a-f]{40}
Lightning key | lit_ | ~lit_[A-Za-z0-9]{30,60}
Modal token | ak- as- | ~a[ks]-[A-Za-z0-9]{22}
RunPod key | rpa_ | rpa_[A-Z0-9]{30,60}[A-Za-z0-9]{0,20}
Roboflow key | rf_ | ~rf_[A-Za-z0-9]{20,40}
Slack token | xoxa- xoxb- xoxc- xoxe- xoxe. xoxo- xoxp- xoxr- xoxs- | xox[abceoprs][-.][A-Za-z0-9.-]{10,255}
Slack token | xapp- | xapp-[A-Za-z0-9-]{10,255}
Slack webhook | hooks.slack.com | (?<=hooks\.slack\.com/)(?:services|workflows|triggers)/[\w/+-]{20,90}
Discord webhook | discord.com/api/webhooks discordapp.com/api/webhooks | (?<=/api/webhooks/)\d{15,22}/[\w-]{40,100}
Discord token | * | [MNO][A-Za-z\d_-]{23,27}\.[\w-]{6}\.[\w-]{27,40}
Teams webhook | webhook.office.com | (?<=webhook\.office\.com/)webhookb2/[\w@/-]{60,300}
Telegram token | :a | \d{6,12}:A[\w-]{34}
Twilio key | sk ac | (?:SK|AC)[0-9a-f]{32}
SendGrid key | sg. | SG\.[\w-]{16,32}\.[\w-]{16,64}
Brevo key | xkeysib- xsmtpsib- | x(?:keysib|smtpsib)-[0-9a-f]{64}-[A-Za-z0-9]{16}
Mailgun key | key- pubkey- | (?:pub)?key-[0-9a-f]{32}
Mailgun key | - | [0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}
Mailchimp key | -us | [0-9a-f]{32}-us\d{1,2}
Mailjet, Mandrill key | md- | md-[A-Za-z0-9_-]{22}
Postmark, Resend key | re_ | re_[A-Za-z0-9]{6,10}_[A-Za-z0-9]{20,30}
Square key | sq0atp- sq0csp- sq0idp- eaaa | sq0(?:atp|csp|idp)-[\w-]{22,60}|EAAA[\w-]{56,62}
PayPal token | access_token$ | access_token\$(?:production|sandbox)\$[0-9a-z]{16}\$[0-9a-f]{32}
Shopify token | shpat_ shpca_ shppa_ shpss_ shprt_ | shp(?:at|ca|pa|ss|rt)_[0-9A-Fa-f]{32}
Shippo token | shippo_ | shippo_(?:live|test)_[0-9A-Fa-f]{40}
EasyPost key | ezak eztk | EZ[AT]K[A-Za-z0-9]{54}
Flutterwave key | flwseck flwpubk | FLW(?:SECK|PUBK)(?:_TEST)?-[A-Za-z0-9]{12,40}(?:-X)?
Lob, GoCardless key | live_ test_ | ~(?:live|test)_(?:pub_)?[\w-]{31,45}
Plaid token | access- | access-(?:sandbox|development|production)-[0-9a-f]{8}-[0-9a-f-]{27}
Duffel token | duffel_ | duffel_(?:test|live)_[\w=-]{43}
Facebook token | eaac eaam eaab | EAA[A-Za-z][A-Za-z0-9]{80,400}
Instagram token | igqv | IGQV[\w-]{60,300}
Twitter token | aaaaaaaaaaaaaaaaaaaa | A{20,24}[A-Za-z0-9%]{60,120}
LinkedIn secret | wpl_ap1. | WPL_AP\d\.[A-Za-z0-9]{10,40}\.[A-Za-z0-9+/=]{4,20}
Notion token | ntn_ secret_ | ntn_[A-Za-z0-9]{40,60}|~secret_[A-Za-z0-9]{43}
Airtable token | pat | pat[A-Za-z0-9]{14}\.[0-9a-f]{64}
Asana token | 1/ 2/ | [12]/\d{13,18}(?:/\d{13,18})?:[0-9a-f]{32}
Linear key | lin_api_ lin_oauth_ | lin_(?:api|oauth)_[A-Za-z0-9]{32,80}
Figma token | figd_ figo_ | fig[dou]r?_[\w-]{30,80}
ClickUp token | pk_ | ~pk_\d{5,12}_[A-Z0-9]{32}
Typeform token | tfp_ | tfp_[\w.=-]{40,70}
HubSpot token | pat-na pat-eu | pat-(?:na|eu)\d-[0-9a-f]{8}-[0-9a-f-]{27}
Intercom, Dropbox token | dg9ro sl. | ~dG9rO[A-Za-z0-9+/=]{40,80}|~sl\.[\w=-]{100,1500}
Zapier, Make webhook | hooks.zapier.com | (?<=hooks\.zapier\.com/hooks/catch/)\d+/[a-z0-9]{5,12}
Postman key | pmak- | PMAK-[0-9a-f]{24}-[0-9a-f]{34}
ReadMe key | rdme_ | rdme_[a-z0-9]{60,80}
Algolia, Contentful token | cfpat- | CFPAT-[\w-]{40,60}
Adobe secret | p8e- | p8e-[A-Za-z0-9_-]{32}
DigitalOcean token | dop_v1_ doo_v1_ dor_v1_ | do[opr]_v1_[0-9a-f]{64}
Cloudflare key | v1.0- | v1\.0-[0-9a-f]{24}-[0-9a-f]{146}
Cloudflare token | cfut_ cfat_ cfk_ | cf(?:ut|at|k)_[\w-]{30,80}
Heroku key | hrku- | HRKU-[\w-]{36,80}
Fly.io token | fo1_ fm1 fm2_ | fo1_[\w-]{43}|fm(?:1[ar]|2)_[A-Za-z0-9+/]{60,2000}={0,3}
Vercel, Netlify token | nfp_ vcp_ vca_ vck_ | (?:nfp|vc[pak])_[A-Za-z0-9]{24,80}
Render key | rnd_ | rnd_[A-Za-z0-9]{28,40}
Railway, Supabase key | sbp_ sb_secret_ sb_publishable_ | sbp_[0-9a-f]{40}|sb_(?:secret|publishable)_[\w-]{20,60}
Scalingo token | tk-us- | tk-us-[\w-]{48}
PlanetScale secret | pscale_ | pscale_(?:tkn|oauth|pw)_[\w.=-]{32,64}
Neon key | napi_ | napi_[a-z0-9]{40,80}
MongoDB Atlas secret | mdb_sa_sk_ | mdb_sa_sk_[\w-]{30,60}
ClickHouse key | 4b1d | 4b1d[A-Za-z0-9]{38}
Databricks token | dapi dose | (?:dapi|dose)[0-9a-f]{32}(?:-\d)?
Snowflake, dbt token | dbtc_ dbtu_ | dbt[cu]_[\w=-]{30,120}
Terraform token | .atlasv1. | [A-Za-z0-9]{14}\.atlasv1\.[\w=-]{60,70}
Vault token | hvs. hvb. hvr. | hv[sbr]\.[\w-]{24,300}
Vault token | s. | ~s\.[A-Za-z0-9]{24}
Consul, Nomad, Boundary token | at_ | ~at_[A-Za-z0-9]{10}_s\d[\w]{40,300}
Pulumi token | pul- | pul-[0-9a-f]{40}
Doppler token | dp.pt. dp.st. dp.ct. dp.sa. dp.scim. dp.audit. | dp\.(?:pt|st|ct|sa|scim|audit)\.(?:[a-z0-9_-]{2,35}\.)?[A-Za-z0-9]{40,44}
Infisical token | st. | ~st\.[0-9a-f]{24}\.[0-9a-f]{32}\.[0-9a-f]{32}
1Password token | ops_ey a3- | ops_eyJ[A-Za-z0-9+/]{100,2000}={0,3}|A3-[A-Z0-9]{6}-[A-Z0-9]{6,11}(?:-[A-Z0-9]{5}){3,4}
age key | age-secret-key- | AGE-SECRET-KEY-(?:PQ-)?1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58,2000}
JFrog key | akcp cmvmd | AKCp[A-Za-z0-9]{60,75}|cmVmd[A-Za-z0-9]{59}
npm token | npm_ | npm_[A-Za-z0-9]{36}
PyPI token | pypi-age | pypi-AgE[\w-]{50,1000}
RubyGems key | rubygems_ | rubygems_[0-9a-f]{48}
crates.io token | cio | cio[A-Za-z0-9]{32}
NuGet key | oy2 | oy2[a-z0-9]{43}
Clojars token | clojars_ | CLOJARS_[A-Za-z0-9]{60}
Docker token | dckr_ | dckr_(?:pat|oat)_[\w-]{24,60}
Octopus key | api- | API-[A-Z0-9]{25,33}
CircleCI token | ccipat_ cciprj_ | cci(?:pat|prj)_[A-Za-z0-9]{20,30}_[0-9a-f]{40}
Buildkite token | bkua_ bkct_ bkaj_ | bk(?:ua|ct|aj)_[A-Za-z0-9]{30,60}
Harness token | pat. sat. | (?:pat|sat)\.[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}
Prefect key | pnu_ pnb_ | pn[ub]_[A-Za-z0-9]{36}
Sonar token | squ_ sqp_ sqa_ | sq[upa]_[0-9a-f]{40}
Snyk, Infracost key | ico- snyk_ | ico-[A-Za-z0-9]{32}|snyk_(?:uat|sat)\.[\w.-]{20,100}
Sourcegraph token | sgp_ slk_ | sgp_(?:(?:[0-9a-fA-F]{16}|local)_)?[0-9a-fA-F]{40}|slk_[0-9a-f]{64}
OpenShift token | sha256~ | sha256~[\w-]{43}
Tailscale key | tskey- | tskey-[a-z]{3,10}-[A-Za-z0-9]{6,30}-?[A-Za-z0-9]{10,60}
Nebula key | dnkey- | dnkey-[\w=-]{26}-[\w=-]{52}
ngrok key | ak_ | ~ak_[A-Za-z0-9]{26,30}|~[12][A-Za-z0-9]{26}_[A-Za-z0-9]{20,24}
Grafana token | glsa_ glc_ eyjrijoi | glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}|glc_[A-Za-z0-9+/]{32,400}={0,3}|eyJrIjoi[A-Za-z0-9]{60,400}={0,3}
Sentry token | sntrys_ sntryu_ sntryi_ | sntry[sui]_[A-Za-z0-9+/=_]{40,500}
Dynatrace token | dt0c01. dt0s | dt0[a-z]\d{2}\.[A-Za-z0-9]{8,24}\.[A-Za-z0-9]{64}
New Relic key | nrak- nrii- nrjs- nral nraa- nrra- | NR(?:AK|II|JS|AA|RA)-[\w-]{19,40}|[0-9a-f]{36}NRAL
Datadog, PostHog key | phc_ phx_ phs_ ddp_ | ph[cxs]_[A-Za-z0-9]{30,60}|ddp_[A-Za-z0-9]{30,50}
Honeycomb, LogDNA key | hcaik_ hcxik_ hcalk_ | hc[a-z]{2}k_[a-z0-9]{40,80}
LaunchDarkly key | sdk- mob- api- | (?:sdk|mob|api)-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}
Mapbox token | k.ey | [spt]k\.eyJ[\w-]{40,200}\.[\w-]{20,30}
MaxMind key | _mmk | [A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk
Frame.io token | fio-u- | fio-u-[\w=-]{64}
Settlemint token | sm_aat sm_pat sm_sat | sm_[aps]at_[A-Za-z0-9]{16}
Intra token | s-s4t2 | s-s4t2(?:ud|af)-[0-9a-f]{64}
Authress key | .acc | (?:sc|ext|scauth|authress)_[a-z0-9]{5,30}\.[a-z0-9]{4,6}\.acc[_-][a-z0-9-]{10,32}\.[\w+/=-]{30,120}
Kaggle token | kgat_ | KGAT_[A-Za-z0-9]{24,64}
Polar, Clerk, WorkOS key | polar_ whsec_ | polar_(?:oat|pat|at)_[A-Za-z0-9_]{20,80}|whsec_[A-Za-z0-9+/=]{24,80}
API key | sk- | ~sk-[\w-]{20,255}
API key | sk_ rk_ pk_ | ~[sr]k_(?:live|test|prod)_[A-Za-z0-9]{10,255}|~[spr]k_[A-Za-z0-9]{24,255}
JSON Web Token | eyj | eyJ[\w-]{8,4000}={0,2}\.eyJ[\w-]{8,8000}={0,2}\.[\w-]*
private key in base64 | ls0tls1crudjti | LS0tLS1CRUdJTi(?!BDRVJU)[A-Za-z0-9+/=]{40,8000}
"""
