"""The code lists of a new site, before a city imports or edits its own.

Codes and names are those of GB/T 39046-2020, annex A, where it has them; life
events and audiences follow common practice of municipal portals.
"""

CATEGORIES = [
    {
        "code": "MZ",
        "title": "民政",
        "title_en": "Civil affairs",
        "department": "民政局",
    },
    {"code": "LL", "title": "老龄", "title_en": "Ageing", "department": "民政局"},
    {
        "code": "SB",
        "title": "社保",
        "title_en": "Social insurance",
        "department": "人力资源和社会保障局",
    },
    {
        "code": "YB",
        "title": "医保",
        "title_en": "Medical insurance",
        "department": "医疗保障局",
    },
    {"code": "WJ", "title": "卫健", "title_en": "Health", "department": "卫生健康局"},
    {
        "code": "JS",
        "title": "计生",
        "title_en": "Family planning",
        "department": "卫生健康局",
    },
    {
        "code": "CL",
        "title": "残联",
        "title_en": "Disability",
        "department": "残疾人联合会",
    },
    {
        "code": "TY",
        "title": "退役军人",
        "title_en": "Veterans",
        "department": "退役军人事务局",
    },
    {
        "code": "ZJ",
        "title": "住建",
        "title_en": "Housing",
        "department": "住房和城乡建设局",
    },
    {
        "code": "JY",
        "title": "就业",
        "title_en": "Employment",
        "department": "人力资源和社会保障局",
    },
    {
        "code": "ED",
        "title": "教育",
        "title_en": "Education",
        "department": "教育和体育局",
    },
    {
        "code": "GA",
        "title": "公安",
        "title_en": "Public security",
        "department": "公安局",
    },
    {"code": "SF", "title": "司法", "title_en": "Justice", "department": "司法局"},
    {
        "code": "ZH",
        "title": "社区综合",
        "title_en": "Community services",
        "department": "民政局",
    },
]

LIFE_EVENTS = [
    {"code": "出生", "title": "出生", "title_en": "Birth", "glyph": "生"},
    {"code": "上学", "title": "上学", "title_en": "School", "glyph": "学"},
    {"code": "就业", "title": "就业", "title_en": "Work", "glyph": "业"},
    {"code": "结婚", "title": "结婚", "title_en": "Marriage", "glyph": "婚"},
    {"code": "住房", "title": "住房", "title_en": "Housing", "glyph": "住"},
    {"code": "生病", "title": "生病", "title_en": "Illness", "glyph": "医"},
    {"code": "困难救助", "title": "困难救助", "title_en": "Hardship", "glyph": "助"},
    {
        "code": "残障帮扶",
        "title": "残障帮扶",
        "title_en": "Disability support",
        "glyph": "扶",
    },
    {"code": "退役", "title": "退役", "title_en": "Leaving the army", "glyph": "军"},
    {"code": "养老", "title": "养老", "title_en": "Ageing", "glyph": "老"},
    {"code": "身后", "title": "身后", "title_en": "Bereavement", "glyph": "后"},
    {"code": "户籍居住", "title": "户籍居住", "title_en": "Residence", "glyph": "户"},
    {
        "code": "法律维权",
        "title": "法律维权",
        "title_en": "Legal rights",
        "glyph": "法",
    },
    {
        "code": "社区参与",
        "title": "社区参与",
        "title_en": "Community life",
        "glyph": "群",
    },
]

AUDIENCES = [
    {"code": "老年人", "title": "老年人", "title_en": "Older people"},
    {"code": "残疾人", "title": "残疾人", "title_en": "People with disabilities"},
    {"code": "儿童", "title": "儿童", "title_en": "Children"},
    {"code": "学生", "title": "学生", "title_en": "Students"},
    {"code": "育龄家庭", "title": "育龄家庭", "title_en": "Families planning children"},
    {"code": "困难群众", "title": "困难群众", "title_en": "People in hardship"},
    {"code": "退役军人", "title": "退役军人", "title_en": "Veterans"},
    {"code": "求职者", "title": "求职者", "title_en": "Job seekers"},
    {"code": "外来人口", "title": "外来人口", "title_en": "Newcomers to the city"},
    {"code": "社会组织", "title": "社会组织", "title_en": "Social organisations"},
    {"code": "全体居民", "title": "全体居民", "title_en": "All residents"},
]

ITEM_TYPES = [
    {"code": "01", "title": "行政许可", "title_en": "Administrative licence"},
    {"code": "02", "title": "行政处罚", "title_en": "Administrative penalty"},
    {"code": "03", "title": "行政强制", "title_en": "Administrative coercion"},
    {"code": "04", "title": "行政征收", "title_en": "Administrative levy"},
    {"code": "05", "title": "行政给付", "title_en": "Administrative benefit"},
    {"code": "06", "title": "行政检查", "title_en": "Administrative inspection"},
    {"code": "07", "title": "行政确认", "title_en": "Administrative confirmation"},
    {"code": "08", "title": "行政奖励", "title_en": "Administrative reward"},
    {"code": "09", "title": "行政裁决", "title_en": "Administrative ruling"},
    {"code": "10", "title": "其他类别事项", "title_en": "Other administrative power"},
    {"code": "20", "title": "公共服务事项", "title_en": "Public service"},
]

EXERCISE_LEVELS = [
    {"code": "1", "title": "国家级", "title_en": "National"},
    {"code": "2", "title": "省级", "title_en": "Provincial"},
    {"code": "3", "title": "市级", "title_en": "Municipal"},
    {"code": "4", "title": "县级", "title_en": "County"},
    {"code": "5", "title": "镇（乡、街道）级", "title_en": "Town or street"},
    {"code": "6", "title": "村（社区）级", "title_en": "Village or community"},
    {"code": "7", "title": "分级管理", "title_en": "Graded"},
]

SERVICE_OBJECTS = [
    {"code": "1", "title": "自然人", "title_en": "Natural persons"},
    {"code": "2", "title": "企业法人", "title_en": "Enterprises"},
    {"code": "3", "title": "事业法人", "title_en": "Public institutions"},
    {"code": "4", "title": "社会组织法人", "title_en": "Social organisations"},
    {"code": "5", "title": "行政机关", "title_en": "Administrative bodies"},
    {"code": "6", "title": "其他组织", "title_en": "Other organisations"},
]

HANDLING_FORMS = [
    {"code": "1", "title": "窗口办理", "title_en": "At the window"},
    {"code": "2", "title": "电脑端网上办理", "title_en": "Online by computer"},
    {"code": "3", "title": "移动端网上申请", "title_en": "Online by phone"},
    {"code": "4", "title": "快递申请", "title_en": "By courier"},
    {"code": "9", "title": "其他", "title_en": "Other"},
]

PROJECT_TYPES = [
    {"code": "1", "title": "即办件", "title_en": "Decided on the spot"},
    {"code": "2", "title": "承诺件", "title_en": "Decided within the promise"},
    {"code": "9", "title": "其他", "title_en": "Other"},
]

SPECIAL_PROCEDURES = [
    {"code": "1", "title": "延长审批", "title_en": "Extended examination"},
    {"code": "2", "title": "除延长审批之外的情况", "title_en": "Other than extension"},
]

ACCEPTANCE_MODES = [
    {
        "code": "direct",
        "title": "社区直接受理办理",
        "title_en": "Accepted and decided by the community",
    },
    {
        "code": "proxy",
        "title": "社区收件、街道或部门受理",
        "title_en": "Taken in by the community, accepted by the street or department",
    },
]

ACCESS_KINDS = [
    {
        "code": "协助政府工作事项",
        "title": "协助政府工作事项",
        "title_en": "Assistance to government",
    },
    {
        "code": "便民服务事项",
        "title": "便民服务事项",
        "title_en": "Convenience service",
    },
    {"code": "法定职责事项", "title": "法定职责事项", "title_en": "Statutory duty"},
]

ITEM_STATUSES = [
    {"code": "在用", "title": "在用", "title_en": "In force"},
    {"code": "暂停", "title": "暂停", "title_en": "Suspended"},
    {"code": "取消", "title": "取消", "title_en": "Cancelled"},
]

LAW_TYPES = [
    {"code": "法律", "title": "法律", "title_en": "Law"},
    {"code": "行政法规", "title": "行政法规", "title_en": "Administrative regulation"},
    {"code": "地方性法规", "title": "地方性法规", "title_en": "Local regulation"},
    {"code": "部门规章", "title": "部门规章", "title_en": "Departmental rule"},
    {"code": "政府规章", "title": "政府规章", "title_en": "Local government rule"},
    {"code": "规范性文件", "title": "规范性文件", "title_en": "Normative document"},
    {
        "code": "地方文件（虚构）",
        "title": "地方文件（虚构）",
        "title_en": "Local document (fictional)",
    },
]

DAY_TYPES = [
    {"code": "working", "title": "工作日", "title_en": "working days"},
    {"code": "natural", "title": "自然日", "title_en": "days"},
    {"code": "immediate", "title": "当场", "title_en": "on the spot"},
]

UNIT_ROLES = [
    {
        "code": "community",
        "title": "居民所在社区综合服务窗口",
        "title_en": "Community window",
    },
    {"code": "street", "title": "居民所在街道办事处", "title_en": "Street office"},
    {
        "code": "county:MZ",
        "title": "居民所在县（区）民政局",
        "title_en": "County office for civil affairs",
    },
    {
        "code": "county:SB",
        "title": "居民所在县（区）人力资源和社会保障局",
        "title_en": "County office for human resources and social security",
    },
    {
        "code": "county:YB",
        "title": "居民所在县（区）医疗保障局",
        "title_en": "County office for medical insurance",
    },
    {
        "code": "county:WJ",
        "title": "居民所在县（区）卫生健康局",
        "title_en": "County office for health",
    },
    {
        "code": "county:CL",
        "title": "居民所在县（区）残疾人联合会",
        "title_en": "County office for people with disabilities",
    },
    {
        "code": "county:TY",
        "title": "居民所在县（区）退役军人事务局",
        "title_en": "County office for veterans affairs",
    },
    {
        "code": "county:ZJ",
        "title": "居民所在县（区）住房和城乡建设局",
        "title_en": "County office for housing",
    },
    {
        "code": "county:ED",
        "title": "居民所在县（区）教育和体育局",
        "title_en": "County office for education",
    },
    {
        "code": "county:GA",
        "title": "居民所在县（区）公安局",
        "title_en": "County office for public security",
    },
    {
        "code": "county:SF",
        "title": "居民所在县（区）司法局",
        "title_en": "County office for justice",
    },
]

MATERIAL_TYPES = [
    {"code": "证件证照", "title": "证件证照", "title_en": "Certificate or licence"},
    {"code": "证明材料", "title": "证明材料", "title_en": "Proof"},
    {"code": "申请表单", "title": "申请表单", "title_en": "Application form"},
    {"code": "承诺书", "title": "承诺书", "title_en": "Commitment"},
    {"code": "其他", "title": "其他", "title_en": "Other"},
]

MATERIAL_FORMS = [
    {"code": "原件", "title": "原件", "title_en": "Original"},
    {"code": "复印件", "title": "复印件", "title_en": "Copy"},
    {"code": "原件核验", "title": "原件核验", "title_en": "Original, shown only"},
    {"code": "电子", "title": "电子", "title_en": "Electronic"},
]

MATERIAL_SOURCES = [
    {
        "code": "政府部门核发",
        "title": "政府部门核发",
        "title_en": "Issued by a government department",
    },
    {
        "code": "窗口领取或网上下载填写",
        "title": "窗口领取或网上下载填写",
        "title_en": "Collected at the window or downloaded",
    },
    {
        "code": "申请人自备",
        "title": "申请人自备",
        "title_en": "Provided by the applicant",
    },
    {
        "code": "窗口领取填写",
        "title": "窗口领取填写",
        "title_en": "Collected at the window",
    },
    {"code": "其他", "title": "其他", "title_en": "Other"},
]

RESULT_KINDS = [
    {"code": "文书", "title": "文书", "title_en": "Document"},
    {"code": "登记", "title": "登记", "title_en": "Registration"},
    {"code": "凭证", "title": "凭证", "title_en": "Voucher"},
    {"code": "资金", "title": "资金", "title_en": "Payment"},
    {"code": "证件", "title": "证件", "title_en": "Certificate"},
    {"code": "协议", "title": "协议", "title_en": "Agreement"},
]

DELIVERY_MODES = [
    {"code": "窗口领取", "title": "窗口领取", "title_en": "Collect at the window"},
    {"code": "上门送达", "title": "上门送达", "title_en": "Delivered to your home"},
    {"code": "邮寄送达", "title": "邮寄送达", "title_en": "By post"},
]

ROLLOUT_STATUSES = [
    {"code": "implemented", "title": "已推行", "title_en": "In operation"},
    {"code": "in_progress", "title": "推进中", "title_en": "In progress"},
    {"code": "not_started", "title": "未启动", "title_en": "Not started"},
]

NEWS_CATEGORIES = [
    {"code": "news", "title": "工作动态", "title_en": "News"},
    {"code": "notice", "title": "通知公告", "title_en": "Notices"},
    {"code": "case_story", "title": "典型案例", "title_en": "Case stories"},
    {"code": "policy_brief", "title": "政策解读", "title_en": "Policy briefs"},
    {"code": "training", "title": "培训动态", "title_en": "Training"},
    {"code": "exchange", "title": "观摩交流", "title_en": "Exchange"},
    {"code": "media", "title": "媒体报道", "title_en": "In the media"},
    {"code": "ratings", "title": "评价公开", "title_en": "Published ratings"},
    {"code": "consultation", "title": "征求意见", "title_en": "Consultations"},
]

SATISFACTION_LEVELS = [
    {
        "code": "1",
        "title": "非常满意",
        "title_en": "Very satisfied",
        "stars": 5,
        "negative": False,
    },
    {
        "code": "2",
        "title": "满意",
        "title_en": "Satisfied",
        "stars": 4,
        "negative": False,
    },
    {
        "code": "3",
        "title": "基本满意",
        "title_en": "Fairly satisfied",
        "stars": 3,
        "negative": False,
    },
    {
        "code": "4",
        "title": "不满意",
        "title_en": "Dissatisfied",
        "stars": 2,
        "negative": True,
    },
    {
        "code": "5",
        "title": "非常不满意",
        "title_en": "Very dissatisfied",
        "stars": 1,
        "negative": True,
    },
]

SATISFACTION_NOTE = (
    "代码按GB/T 39046-2020表A.8（1为最好）；星级相反（5为最好），"
    "存储时应固定一种并写明。"
)

POSITIVE_RATING_TAGS = [
    {"code": "服务热情", "title": "服务热情", "title_en": "Friendly"},
    {
        "code": "一次告知清楚",
        "title": "一次告知清楚",
        "title_en": "Told everything at once",
    },
    {"code": "办理快捷", "title": "办理快捷", "title_en": "Quick"},
    {"code": "环境整洁", "title": "环境整洁", "title_en": "Clean place"},
    {"code": "上门贴心", "title": "上门贴心", "title_en": "Considerate at home"},
]

NEGATIVE_RATING_TAGS = [
    {"code": "态度冷淡", "title": "态度冷淡", "title_en": "Unfriendly"},
    {
        "code": "材料告知不清",
        "title": "材料告知不清",
        "title_en": "Materials not explained",
    },
    {"code": "重复跑腿", "title": "重复跑腿", "title_en": "Had to come again"},
    {
        "code": "超过承诺时限",
        "title": "超过承诺时限",
        "title_en": "Later than promised",
    },
    {"code": "推诿扯皮", "title": "推诿扯皮", "title_en": "Passed from one to another"},
    {"code": "系统不好用", "title": "系统不好用", "title_en": "System hard to use"},
    {"code": "环境设施差", "title": "环境设施差", "title_en": "Poor facilities"},
    {"code": "其他", "title": "其他", "title_en": "Other"},
]
